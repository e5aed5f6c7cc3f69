package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Numeric;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code parse_time(pattern, millis[, zone])}: a time as text, pattern letters of Joda-Time, zone UTC if none is given. */
final class ParseTime implements SqlFunction {
    /** Zones of Joda-Time that java.time knows only under other names. */
    private static final Map<String, String> JODA_ZONES = Map.of("EST", "-05:00", "MST", "-07:00", "HST", "-10:00");

    @Override
    public Signature signature() {
        return Signature.of("parse_time", SqlVersion.V2016, ArgumentRule.TEXT, ArgumentRule.NUMBER)
                .optionally(ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        ZoneId zone = zone(arguments);
        if (zone == null) {
            return Value.Undefined.INSTANCE;
        }
        try {
            long millis = ((Numeric) arguments[1])
                    .decimal()
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact();
            return new Text(JodaPattern.formatter(((Text) arguments[0]).text())
                    .withLocale(Locale.ENGLISH)
                    .format(Instant.ofEpochMilli(millis).atZone(zone)));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException badArgument) {
            return Value.Undefined.INSTANCE;
        }
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        if (zone(arguments) == null) {
            return "there is no time zone %s".formatted(arguments[2]);
        }
        try {
            JodaPattern.formatter(((Text) arguments[0]).text());
            return "%s is no time in milliseconds since 1970".formatted(arguments[1]);
        } catch (IllegalArgumentException badPattern) {
            return "%s is no pattern: %s".formatted(arguments[0], badPattern.getMessage());
        }
    }

    /** Null when there is no such zone. */
    private static @Nullable ZoneId zone(Value[] arguments) {
        try {
            return ZoneId.of(arguments.length > 2 ? ((Text) arguments[2]).text() : "UTC", JODA_ZONES);
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
