package dev.penstock.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogGroupsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestTime time = TestTime.at(START);
    private final LogGroups groups = new LogGroups(AwsIdentity.DEFAULT, time, 10_000);

    @Test
    void groupAndStreamOfOurOwnAreMadeWhenMissing() {
        groups.write("ours", "s", LogText.of("one"));

        assertThat(groups.exists("ours")).isTrue();
        assertThat(groups.lines("ours")).containsExactly(new LogGroups.Line("s", START, "one"));
        assertThat(groups.lines("none")).isEmpty();
    }

    @Test
    void groupOfTheUserMustBeThere() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> groups.append("theirs", "s", 0, "one"))
                .matches(refusal -> refusal.code().equals("ResourceNotFoundException"));

        groups.create("theirs");
        groups.append("theirs", "s", START.toEpochMilli() - 5, "one");

        assertThat(groups.lines("theirs")).extracting(LogGroups.Line::timestamp).containsExactly(START.minusMillis(5));
    }

    @Test
    void eventsAreReadInTheOrderOfTheirTime() {
        groups.create("g");
        groups.append("g", "b", 30, "third");
        groups.append("g", "a", 10, "first");
        groups.append("g", "a", 20, "second");
        groups.append("g", "b", 20, "second too");

        assertThat(groups.lines("g"))
                .extracting(LogGroups.Line::message)
                .containsExactly("first", "second", "second too", "third");
    }

    @Test
    void oldestEventsOfAllGroupsGoFirstAndAreCounted() {
        for (int i = 0; i < 100; i++) {
            groups.write(i % 2 == 0 ? "even" : "odd", "s", LogText.of("event " + i + " " + "x".repeat(100)));
        }

        LogGroups.Usage usage = groups.usage();

        assertThat(usage.bytes()).isLessThanOrEqualTo(usage.maxBytes());
        assertThat(usage.events() + usage.trimmed()).isEqualTo(100);
        assertThat(usage.trimmed()).isPositive();
        assertThat(groups.lines("odd"))
                .last()
                .extracting(LogGroups.Line::message)
                .asString()
                .startsWith("event 99");
        assertThat(groups.lines("even").size() + groups.lines("odd").size()).isEqualTo((int) usage.events());
    }

    @Test
    void eventLargerThanAllRoomIsCountedAsTrimmed() {
        groups.write("g", "s", LogText.of("x".repeat(20_000)));

        assertThat(groups.usage()).isEqualTo(new LogGroups.Usage(0, 0, 10_000, 1));
    }

    @Test
    void deletedGroupGivesItsRoomBack() {
        groups.write("gone", "s", LogText.of("one"));
        groups.write("stays", "s", LogText.of("two"));

        groups.delete("gone");
        groups.deleteStream("stays", "s");

        assertThat(groups.usage()).isEqualTo(new LogGroups.Usage(0, 0, 10_000, 0));
        assertThat(groups.exists("gone")).isFalse();
    }

    @Test
    void retentionIsHonouredByTheClock() {
        groups.write("g", "s", LogText.of("old"));
        groups.retain("g", 1);
        time.advance(Duration.ofDays(1));
        groups.write("g", "s", LogText.of("new"));

        assertThat(groups.lines("g")).hasSize(2);
        time.advance(Duration.ofMillis(1));
        assertThat(groups.lines("g")).extracting(LogGroups.Line::message).containsExactly("new");
    }

    @Test
    void expiredEventDoesNotComeBackUnderALongerPolicy() {
        groups.write("g", "s", LogText.of("old"));
        groups.retain("g", 1);
        time.advance(Duration.ofDays(2));

        groups.retain("g", LogGroup.NEVER_EXPIRES);

        assertThat(groups.lines("g")).isEmpty();
        assertThat(groups.usage().events()).isZero();
    }

    @Test
    void textIsMadeWhenItIsRead() {
        AtomicInteger made = new AtomicInteger();
        groups.write("g", "s", new LogText() {
            @Override
            public String text() {
                return "made " + made.incrementAndGet();
            }

            @Override
            public int sizeBytes() {
                return 6;
            }
        });

        assertThat(made).hasValue(0);
        assertThat(groups.lines("g")).extracting(LogGroups.Line::message).containsExactly("made 1");
    }
}
