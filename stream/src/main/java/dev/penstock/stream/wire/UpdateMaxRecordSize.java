package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.StreamState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes how large a record of a stream may be. */
record UpdateMaxRecordSize(StreamReference stream, @Nullable Integer maxRecordKib) {
    private static final int MIN_KIB = 1_024;
    private static final int MAX_KIB = 10_240;
    private static final long KIB = 1024;

    static UpdateMaxRecordSize read(WireInput in) {
        return new UpdateMaxRecordSize(
                StreamReference.readArn(in), in.integer("MaxRecordSizeInKiB").orElse(null));
    }

    /** The constraints of the member, which CreateStream has as well. */
    static Violations checkSize(Violations violations, @Nullable Integer kib) {
        return violations.number("maxRecordSizeInKiB", kib, MIN_KIB, MAX_KIB);
    }

    WireOutput.Body call(InMemoryStreams streams) {
        Violations violations = stream.checkArn(new Violations()).required("maxRecordSizeInKiB", maxRecordKib);
        checkSize(violations, maxRecordKib).refuse();
        long bytes = Objects.requireNonNull(maxRecordKib) * KIB;
        StreamState state = stream.in(streams);
        state.update(() -> () -> state.attributes().setMaxRecordBytes(bytes));
        return WireOutput.Body.NONE;
    }
}
