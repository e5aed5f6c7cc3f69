package dev.penstock.rules.function;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.JsonValues;
import dev.penstock.rules.eval.Numbers;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Array;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.Expression;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code decode(value, 'base64')}: the JSON object, array or number in it, else a String; Null when it is not Base64. */
final class Decode implements SqlFunction {
    private final @Nullable DecodeProto proto;

    /** @param proto null when there are no descriptors to be had */
    Decode(@Nullable DecodeProto proto) {
        this.proto = proto;
    }

    @Override
    public SqlFunction forCall(Expression.Call call) {
        return isProto(call) && proto != null ? proto : this;
    }

    @Override
    public Signature signature() {
        return Signature.of("decode", SqlVersion.V2016, ArgumentRule.ANY, ArgumentRule.TEXT)
                .orStar();
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        if (!"base64".equals(((Text) arguments[1]).text())) {
            return Value.Undefined.INSTANCE;
        }
        String encoded =
                arguments[0] instanceof Value.Binary binary ? binary.bytes().utf8() : Coercion.text(arguments[0]);
        if (encoded == null) {
            return Value.Undefined.INSTANCE;
        }
        try {
            return content(Bytes.wrap(Base64.getDecoder().decode(encoded)), evaluation.numbers());
        } catch (IllegalArgumentException notBase64) {
            return Value.Null.INSTANCE;
        }
    }

    private static Value content(Bytes bytes, Numbers numbers) {
        try {
            Value value = JsonValues.read(bytes).value();
            if (value instanceof Obj || value instanceof Array || value instanceof Numeric) {
                return numbers == Numbers.FOLDING_WHOLE ? JsonValues.fold(value) : value;
            }
        } catch (IOException notJson) {
            return new Text(bytes.utf8());
        }
        return new Text(bytes.utf8());
    }

    @Override
    public Optional<String> refusal(Expression.Call call) {
        return isProto(call)
                ? Optional.of(
                        "decode(.., 'proto', ..) cannot be used here: there are no S3 objects to read descriptors from;"
                                + " let the device publish JSON")
                : Optional.empty();
    }

    private static boolean isProto(Expression.Call call) {
        return call.arguments().size() > 1
                && call.arguments().get(1) instanceof Expression.TextLiteral encoding
                && encoding.value().equals("proto");
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "base64".equals(((Text) arguments[1]).text())
                ? "%s has no String form".formatted(arguments[0].typeName())
                : "the encoding is 'base64' or 'proto', written as a string, not %s".formatted(arguments[1]);
    }
}
