package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Detail;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the actions that send into {@link Sinks} have in common. */
record SinkWriter(Sinks sinks, Time time) {

    /** Sends one thing. */
    void write(String kind, String target, ActionInput input, List<Detail> fields, Bytes body) {
        sinks.add(kind, target, List.of(entry(input, fields, body)));
    }

    Sinks.Entry entry(ActionInput input, List<Detail> fields, Bytes body) {
        Map<String, String> named = new TreeMap<>();
        fields.forEach(field -> named.put(field.name(), field.value()));
        return new Sinks.Entry(time.now(), input.ruleName(), input.message().id(), named, body);
    }

    /** The payload as text. @throws AwsException when it is not UTF-8 */
    static String text(ActionInput input, String code, String advice) {
        return utf8(input.payload())
                .orElseThrow(() -> new AwsException(code, 400, "the payload is not UTF-8 text; " + advice));
    }

    /** Empty when the bytes are not UTF-8. */
    static Optional<String> utf8(Bytes bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.shared()))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** Lower-case hexadecimal MD5, as S3 and SQS answer it. */
    static String md5(Bytes body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.shared()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
