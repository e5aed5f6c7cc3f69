package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.StreamAttributes;
import dev.penstock.stream.local.StreamState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * StartStreamEncryption and StopStreamEncryption. A stream says that it is encrypted, and with which key; there is no key
 * service to ask about the key, and nothing is encrypted.
 */
record StreamEncryption(
        StreamReference stream,
        @Nullable String encryptionType,
        @Nullable String keyId,
        boolean start) {
    private static final String NONE = "NONE";
    private static final String KMS = "KMS";

    static StreamEncryption start(WireInput in) {
        return read(in, true);
    }

    static StreamEncryption stop(WireInput in) {
        return read(in, false);
    }

    private static StreamEncryption read(WireInput in, boolean start) {
        return new StreamEncryption(
                StreamReference.read(in),
                in.text("EncryptionType").orElse(null),
                in.text("KeyId").orElse(null),
                start);
    }

    WireOutput.Body call(InMemoryStreams streams) {
        stream.check(new Violations())
                .required("encryptionType", encryptionType)
                .oneOf("encryptionType", encryptionType, List.of(NONE, KMS))
                .required("keyId", keyId)
                .text("keyId", keyId, Violations.TextRule.KEY_ID)
                .refuse();
        StreamState state = stream.in(streams);
        if (!KMS.equals(encryptionType)) {
            throw KinesisErrors.invalidArgument("EncryptionType must be KMS, not %s.".formatted(encryptionType));
        }
        StreamAttributes attributes = state.attributes();
        StreamAttributes.@Nullable Encryption after =
                start ? new StreamAttributes.Encryption(String.valueOf(keyId)) : null;
        state.update(() -> {
            if (!attributes.tryChangeEncryption(start)) {
                throw KinesisErrors.limitExceeded(
                        "Encryption of stream %s under account %s can be %s 25 times in 24 hours."
                                .formatted(state.name(), streams.identity().account(), start ? "started" : "stopped"));
            }
            return () -> attributes.setEncryption(after);
        });
        return WireOutput.Body.NONE;
    }
}
