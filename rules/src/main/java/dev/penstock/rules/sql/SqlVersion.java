package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The language versions of AWS IoT SQL, oldest first. */
public enum SqlVersion {
    V2015("2015-10-08"),
    V2016("2016-03-23"),
    /** "The latest"; the same as {@link #V2016} here. */
    BETA("beta");

    private final String text;

    SqlVersion(String text) {
        this.text = text;
    }

    /** @throws AwsException InvalidRequestException for a version that does not exist */
    public static SqlVersion parse(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    /** Whether what came with version {@code since} exists in this one. */
    public boolean has(SqlVersion since) {
        return compareTo(since) >= 0;
    }

    /** Whether a decimal without a fraction, such as 10.0, is the Int 10. */
    public boolean foldsWholeDecimals() {
        return has(V2016);
    }

    private static AwsException unknown(String text) {
        String versions = Arrays.stream(values()).map(SqlVersion::toString).collect(Collectors.joining(", "));
        return new AwsException(
                "InvalidRequestException",
                400,
                "awsIotSqlVersion '%s' does not exist; use one of %s".formatted(text, versions));
    }

    /** The spelling of the API. */
    @Override
    public String toString() {
        return text;
    }
}
