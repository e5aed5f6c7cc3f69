package dev.penstock.analytics.log;

import dev.penstock.analytics.function.BoundedText;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.StreamColumn;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** REGEX_LOG_PARSE: a text column for each group of a regular expression that matches the whole text. */
final class RegexLog implements LogParser {
    private final Pattern pattern;
    private final List<StreamColumn> fields;

    private RegexLog(Pattern pattern, int groups) {
        this.pattern = pattern;
        fields = IntStream.rangeClosed(1, groups)
                .mapToObj(i -> LogField.text("COLUMN" + i).column())
                .toList();
    }

    /** @param regex of Java */
    static RegexLog of(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            int groups = pattern.matcher("").groupCount();
            if (groups == 0) {
                throw new IllegalArgumentException(
                        "the regular expression %s has no group in parentheses, so there is no column"
                                .formatted(regex));
            }
            return new RegexLog(pattern, groups);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(
                    "the regular expression %s: %s".formatted(regex, malformed.getDescription()), malformed);
        }
    }

    @Override
    public List<StreamColumn> fields() {
        return fields;
    }

    @Override
    public @Nullable Object @Nullable [] parse(String text, long rowTime) {
        Matcher matcher = pattern.matcher(new BoundedText(text));
        if (!BoundedText.matches(matcher)) {
            return null;
        }
        @Nullable Object[] record = new Object[fields.size()];
        for (int i = 0; i < record.length; i++) {
            String group = matcher.group(i + 1);
            record[i] = group == null ? null : Assignment.cut(group, LogField.TEXT_LENGTH);
        }
        return record;
    }
}
