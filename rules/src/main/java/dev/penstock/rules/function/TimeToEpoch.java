package dev.penstock.rules.function;

import dev.penstock.rules.eval.ArgumentRule;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.Signature;
import dev.penstock.rules.eval.SqlFunction;
import dev.penstock.rules.eval.Value;
import dev.penstock.rules.eval.Value.Int;
import dev.penstock.rules.eval.Value.Text;
import dev.penstock.rules.sql.SqlVersion;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** {@code time_to_epoch(text, pattern)}: milliseconds, pattern letters of {@code DateTimeFormatter}; UTC unless the text has a zone. */
final class TimeToEpoch implements SqlFunction {
    /** Its parts may be nested, and are read by calls in each other. */
    private static final int MAX_PATTERN = 1000;

    @Override
    public Signature signature() {
        return Signature.of("time_to_epoch", SqlVersion.V2016, ArgumentRule.TEXT, ArgumentRule.TEXT);
    }

    @Override
    public Value apply(Value[] arguments, Evaluation evaluation, long site) {
        if (((Text) arguments[1]).text().length() > MAX_PATTERN) {
            return Value.Undefined.INSTANCE;
        }
        try {
            TemporalAccessor time = DateTimeFormatter.ofPattern(((Text) arguments[1]).text(), Locale.ENGLISH)
                    .parseBest(
                            ((Text) arguments[0]).text(),
                            ZonedDateTime::from,
                            TimeToEpoch::startOfDay,
                            LocalDateTime::from,
                            LocalDate::from);
            return Int.of(millis(time));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException mismatch) {
            return Value.Undefined.INSTANCE;
        }
    }

    /** A date with a zone but without a time. */
    private static ZonedDateTime startOfDay(TemporalAccessor text) {
        return LocalDate.from(text).atStartOfDay(ZoneId.from(text));
    }

    private static long millis(TemporalAccessor time) {
        if (time instanceof ZonedDateTime zoned) {
            return zoned.toInstant().toEpochMilli();
        }
        LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
        return local.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    @Override
    public String whyUndefined(Value[] arguments) {
        if (((Text) arguments[1]).text().length() > MAX_PATTERN) {
            return "a pattern has at most %d characters".formatted(MAX_PATTERN);
        }
        return "%s does not fit the pattern %s".formatted(arguments[0], arguments[1]);
    }
}
