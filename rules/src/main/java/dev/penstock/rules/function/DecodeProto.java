package dev.penstock.rules.function;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.ExternalFunction;
import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.Numbers;
import dev.penstock.rules.eval.Quota;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code decode(value, 'proto', bucket, key, protoName, messageType)}: a protobuf message, the payload or a Base64
 * String, as the JSON that protobuf defines for it. The descriptor comes from S3. A statement may decode two.
 */
final class DecodeProto implements ExternalFunction {
    private static final int MAX_BYTES = 128 * 1024;

    private final ProtoSchemas schemas;

    DecodeProto(ProtoSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public Signature signature() {
        return Signature.of(
                        "decode",
                        SqlVersion.V2016,
                        ArgumentRule.ANY,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT,
                        ArgumentRule.TEXT)
                .orStar();
    }

    @Override
    public String arity() {
        return "6 arguments: what to decode, 'proto', bucket, key, name of the .proto file, message type";
    }

    @Override
    public String origin() {
        return "decoded with a descriptor from S3";
    }

    @Override
    public Quota quota() {
        return new Quota(2, false);
    }

    @Override
    public boolean worksInTemplates() {
        return false;
    }

    @Override
    public String problem(Value[] arguments) {
        return arguments[0] instanceof Value.Binary || arguments[0] instanceof Text
                ? ""
                : "it decodes * or a Base64 String, not %s".formatted(arguments[0].typeName());
    }

    @Override
    public CompletionStage<Value> call(Value[] arguments, Evaluation evaluation) {
        Bytes message = message(arguments[0]);
        return schemas.schema(text(arguments[2]), text(arguments[3]))
                .thenApply(schema -> decoded(
                        message, schema, schema.type(text(arguments[4]), text(arguments[5])), evaluation.numbers()));
    }

    private static Bytes message(Value value) {
        Bytes bytes = value instanceof Value.Binary binary ? binary.bytes() : fromBase64(text(value));
        if (bytes.length() > MAX_BYTES) {
            throw ProtoSchema.failure(
                    "the message has %d bytes, at most %d are decoded".formatted(bytes.length(), MAX_BYTES));
        }
        return bytes;
    }

    private static Bytes fromBase64(String text) {
        try {
            return Bytes.wrap(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw ProtoSchema.failure("the String is not Base64");
        }
    }

    private static Value decoded(Bytes bytes, ProtoSchema schema, Descriptor type, Numbers numbers) {
        Bytes json = Bytes.utf8(json(bytes, schema, type));
        if (json.length() > MAX_BYTES) {
            throw ProtoSchema.failure(
                    "the message is %d bytes of JSON, at most %d are allowed".formatted(json.length(), MAX_BYTES));
        }
        try {
            Value value = JsonValues.read(json).value();
            return numbers == Numbers.FOLDING_WHOLE ? JsonValues.fold(value) : value;
        } catch (IOException beyondOurNumbers) {
            throw ProtoSchema.failure(
                    "the message as JSON cannot be read: %s".formatted(beyondOurNumbers.getMessage()));
        }
    }

    private static String json(Bytes bytes, ProtoSchema schema, Descriptor type) {
        try {
            return JsonFormat.printer()
                    .omittingInsignificantWhitespace()
                    .usingTypeRegistry(schema.types())
                    .print(DynamicMessage.parseFrom(type, bytes.shared()));
        } catch (InvalidProtocolBufferException mismatch) {
            throw ProtoSchema.failure(
                    "the bytes are no %s message: %s".formatted(type.getFullName(), mismatch.getMessage()));
        }
    }

    private static String text(Value value) {
        return ((Text) value).text();
    }

    @Override
    public List<Integer> fixedArguments(int count) {
        return List.of(1);
    }
}
