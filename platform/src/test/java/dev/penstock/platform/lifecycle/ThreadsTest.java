package dev.penstock.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void threadsAreDaemonsNumberedFromZero() {
        ThreadFactory factory = Threads.factory("rules-lane");

        Thread first = factory.newThread(() -> {});
        Thread second = factory.newThread(() -> {});

        assertThat(first.getName()).isEqualTo("penstock-rules-lane-0");
        assertThat(second.getName()).isEqualTo("penstock-rules-lane-1");
        assertThat(first.isDaemon()).isTrue();
    }

    @Test
    void startedThreadIsNamedAfterItsPurpose() throws InterruptedException {
        StringBuilder seen = new StringBuilder();

        Thread thread = Threads.start(
                "store-probe", () -> seen.append(Thread.currentThread().getName()));
        thread.join(30_000);

        assertThat(seen).hasToString("penstock-store-probe");
    }

    @Test
    void firstFailureOfTasksTogetherIsThrownWithTheOthersSuppressed() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Threads.together(
                        "probe",
                        () -> {},
                        () -> {
                            throw new IllegalStateException("one");
                        },
                        () -> {
                            throw new NoClassDefFoundError("two");
                        }))
                .withMessage("one")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasRootCauseInstanceOf(NoClassDefFoundError.class)));
    }
}
