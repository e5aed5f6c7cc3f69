package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code md5}, {@code sha256} and their kin: lower-case hex of the UTF-8 bytes. */
final class Hash implements SqlFunction {
    private final Signature signature;
    private final String algorithm;

    Hash(String name, String algorithm) {
        signature = Signature.of(name, SqlVersion.V2015, ArgumentRule.TEXT);
        this.algorithm = algorithm;
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        byte[] bytes = ((Text) arguments[0]).text().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes);
            return new Text(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
