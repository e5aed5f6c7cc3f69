package dev.penstock.broker.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a change of an execution.
 *
 * @param details null leaves those that there are
 * @param stepMinutes how long the device gives itself from now on; {@link #NO_STEP} as long as the job does, null leaves
 *     what it said before
 */
record JobReport(
        @Nullable Map<String, String> details, @Nullable Long stepMinutes) {
    static final long NO_STEP = -1;
    static final JobReport NOTHING = new JobReport(null, null);

    static JobReport of(@Nullable Map<String, String> details) {
        return new JobReport(details, null);
    }
}
