package dev.penstock.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.EventSourceMapping.Counters;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.functions.MappingTimeline.Lane;
import dev.penstock.functions.MappingTimeline.LaneState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Counters NOTHING = new Counters(0, 0, 0, 0, 0, 0, 0);

    @Test
    void disabledMappingSaysHowToEnableIt() {
        var mapping = new FixedMapping(FixedMapping.SPEC, "Disabled", "OK", NOTHING, new MappingTimeline(List.of()));

        assertThat(why(mapping)).singleElement().asString().contains("disabled", "--uuid " + FixedMapping.ID);
    }

    @Test
    void nothingReadIsSaid() {
        var mapping = FixedMapping.enabled(NOTHING, FixedMapping.idle());

        assertThat(why(mapping)).first().asString().contains("No record was read yet", FixedMapping.STREAM);
    }

    @Test
    void allRecordsFilteredIsSaid() {
        var mapping = FixedMapping.enabled(new Counters(7, 0, 0, 7, 0, 0, 0), FixedMapping.idle());

        assertThat(why(mapping)).first().asString().contains("All 7 records", "none matched the filter criteria");
    }

    @Test
    void retryNamesAttemptTimeAndError() {
        var lane = new Lane(0, LaneState.WAITING, 3, "42", 4, 1_000L, "Boom: no");

        var mapping = FixedMapping.enabled(new Counters(3, 0, 0, 0, 3, 3, 0), lane);

        assertThat(why(mapping))
                .last()
                .asString()
                .startsWith("shardId-000000000000: blocked by a batch of 3 records from 42 on: attempt 4 comes at"
                        + " 1970-01-01T00:00:01Z")
                .contains("without end")
                .endsWith("Last error: Boom: no");
    }

    @Test
    void throttleIsNamed() {
        var lane = new Lane(0, LaneState.WAITING, 3, "42", 1, 1_000L, "TooManyRequestsException: Rate Exceeded.");

        var mapping = FixedMapping.enabled(new Counters(3, 0, 0, 0, 3, 3, 0), lane);

        assertThat(why(mapping)).last().asString().contains("The function is throttled");
    }

    @Test
    void batchThatIsNotFullNamesItsEnd() {
        var lane = new Lane(0, LaneState.GATHERING, 3, "42", 1, 1_000L, null);

        var mapping = FixedMapping.enabled(new Counters(3, 0, 0, 0, 0, 0, 0), lane);

        assertThat(why(mapping)).last().asString().contains("3 of 100 records", "or it is 1970-01-01T00:00:01Z");
    }

    @Test
    void shardThatIsDealtWithNamesItsPosition() {
        var mapping = FixedMapping.enabled(new Counters(7, 7, 0, 0, 1, 0, 0), FixedMapping.idle());

        assertThat(why(mapping))
                .containsExactly(
                        "Of 7 records read, 7 were delivered, 0 passed over by filters, 0 given up.",
                        "shardId-000000000000: everything that was read is dealt with, up to 17.");
    }

    private static List<String> why(FixedMapping mapping) {
        return Diagnosis.of(mapping, mapping.timeline());
    }
}
