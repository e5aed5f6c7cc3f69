package dev.penstock.store.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.InFlight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final InFlight inFlight = new InFlight();
    private final RequestThreads threads = new RequestThreads(inFlight.gauge("requests"));
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        threads.close();
    }

    @Test
    void requestIsInFlightUntilItsCallerHasTheAnswer() {
        List<Boolean> settledInCallback = new ArrayList<>();

        threads.run(this::held).thenRun(() -> settledInCallback.add(inFlight.isSettled()));
        release.countDown();

        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
        assertThat(settledInCallback).containsExactly(false);
    }

    @Test
    void requestsBeyondTheBoundAreThrottled() {
        List<CompletableFuture<String>> accepted = new ArrayList<>();
        for (int i = 0; i < 10_008; i++) {
            accepted.add(threads.run(this::held).toCompletableFuture());
        }

        CompletableFuture<String> refused = threads.run(this::held).toCompletableFuture();

        assertFails(refused, "ProvisionedThroughputExceededException");
        release.countDown();
        assertThat(CompletableFuture.allOf(accepted.toArray(CompletableFuture[]::new)))
                .succeedsWithin(LIMIT);
    }

    @Test
    void closingFailsWhatWaits() {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            all.add(threads.run(this::held).toCompletableFuture());
        }

        threads.close();

        assertFails(all.get(8), "ServiceUnavailable");
        assertFails(threads.run(this::held).toCompletableFuture(), "ServiceUnavailable");
        assertThat(inFlight.awaitSettled(LIMIT)).isTrue();
    }

    private String held() {
        try {
            release.await();
            return "done";
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    private static void assertFails(CompletableFuture<?> call, String code) {
        assertThat(call)
                .failsWithin(LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
