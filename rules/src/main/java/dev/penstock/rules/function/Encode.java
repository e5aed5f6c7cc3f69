package dev.penstock.rules.function;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Coercion;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;

/** {@code encode(value, 'base64')}; of {@code *} the bytes as published. */
final class Encode implements SqlFunction {
    @Override
    public Signature signature() {
        return Signature.of("encode", SqlVersion.V2016, ArgumentRule.ANY, ArgumentRule.TEXT)
                .orStar();
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        if (!"base64".equals(((Text) arguments[1]).text())) {
            return Value.Undefined.INSTANCE;
        }
        if (arguments[0] instanceof Value.Binary binary) {
            return new Text(binary.bytes().base64());
        }
        String text = Coercion.text(arguments[0]);
        return text == null
                ? Value.Undefined.INSTANCE
                : new Text(Bytes.utf8(text).base64());
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        return "base64".equals(((Text) arguments[1]).text())
                ? "%s has no String form".formatted(arguments[0].typeName())
                : "the only encoding is 'base64', not %s".formatted(arguments[1]);
    }
}
