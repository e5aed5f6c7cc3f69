package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.AccountSettings;
import dev.penstock.stream.local.InMemoryStreams;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** DescribeAccountSettings and UpdateAccountSettings: a commitment to pay, which is kept and shown. */
final class AccountSettingsOperations {
    private static final String COMMITMENT = "MinimumThroughputBillingCommitment";
    private static final String PATH = "minimumThroughputBillingCommitment";
    private static final String ENABLED = "ENABLED";

    private AccountSettingsOperations() {}

    static WireOutput.Body describe(InMemoryStreams streams) {
        return settings(streams.accountSettings().commitment());
    }

    static WireOutput.Body update(WireInput in, InMemoryStreams streams) {
        Optional<WireInput> commitment = in.structure(COMMITMENT);
        @Nullable
        String status = commitment.flatMap(member -> member.text("Status")).orElse(null);
        Violations violations = new Violations().required(PATH, commitment.orElse(null));
        if (commitment.isPresent()) {
            violations.required(PATH + ".status", status).oneOf(PATH + ".status", status, List.of(ENABLED, "DISABLED"));
        }
        violations.refuse();
        return settings(streams.accountSettings().commit(ENABLED.equals(status)));
    }

    private static WireOutput.Body settings(AccountSettings.Commitment commitment) {
        return out -> out.structure(COMMITMENT, member -> write(commitment, member));
    }

    private static void write(AccountSettings.Commitment commitment, WireOutput out) throws IOException {
        out.text("Status", commitment.status().name());
        if (commitment.started() != null) {
            out.timestamp("StartedAt", commitment.started());
        }
        if (commitment.ended() != null) {
            out.timestamp("EndedAt", commitment.ended());
        }
        if (commitment.earliestEnd() != null) {
            out.timestamp("EarliestAllowedEndAt", commitment.earliestEnd());
        }
    }
}
