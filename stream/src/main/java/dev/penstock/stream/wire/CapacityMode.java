package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * StreamModeDetails.
 *
 * @param isGiven whether the structure is there, in which the mode must be
 */
record CapacityMode(boolean isGiven, @Nullable String mode) {
    private static final String ON_DEMAND = "ON_DEMAND";
    private static final String PROVISIONED = "PROVISIONED";

    static CapacityMode read(WireInput in) {
        return in.structure("StreamModeDetails")
                .map(details ->
                        new CapacityMode(true, details.text("StreamMode").orElse(null)))
                .orElse(new CapacityMode(false, null));
    }

    Violations check(Violations violations) {
        return isGiven
                ? violations
                        .required("streamModeDetails.streamMode", mode)
                        .oneOf("streamModeDetails.streamMode", mode, List.of(PROVISIONED, ON_DEMAND))
                : violations;
    }

    /** As {@link #check} where the structure must be there. */
    Violations checkRequired(Violations violations) {
        return check(violations.required("streamModeDetails", isGiven ? this : null));
    }

    boolean isOnDemand() {
        return ON_DEMAND.equals(mode);
    }
}
