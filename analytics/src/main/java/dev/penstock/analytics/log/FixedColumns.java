package dev.penstock.analytics.log;

import dev.penstock.analytics.type.StreamColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FIXED_COLUMN_LOG_PARSE: pieces at fixed places, counted from 0. */
final class FixedColumns implements LogParser {
    private static final Pattern PLACE = Pattern.compile(
            "(?<options>.*?)\\s*\\b(?i:START)\\s+(?<start>\\d{1,9})(?:\\s+(?i:FOR)\\s+(?<count>\\d{1,9}))?\\s*");

    private final List<Field> fields;

    private FixedColumns(List<Field> fields) {
        this.fields = fields;
    }

    static FixedColumns of(String list) {
        List<Field> fields = new ArrayList<>();
        for (String part : LogField.parts(list)) {
            Matcher form = LogField.form(part);
            Matcher place = PLACE.matcher(form.group("rest"));
            if (!place.matches()) {
                throw wrong(part);
            }
            Matcher options = LogField.options(place.group("options"));
            if (!options.matches()) {
                throw wrong(part);
            }
            int start = Integer.parseInt(place.group("start"));
            int count = place.group("count") == null ? Integer.MAX_VALUE : Integer.parseInt(place.group("count"));
            fields.add(new Field(LogField.of(form, options), start, count));
        }
        return new FixedColumns(fields);
    }

    private static IllegalArgumentException wrong(String part) {
        return new IllegalArgumentException(
                "'%s' is no field: expected name TYPE type ['format'] [NOT NULL] START n [FOR n]".formatted(part));
    }

    @Override
    public List<StreamColumn> fields() {
        return fields.stream().map(field -> field.field.column()).toList();
    }

    @Override
    public List<String> dateFormats() {
        return fields.stream().map(field -> field.field.dateFormat()).toList();
    }

    @Override
    public @Nullable Object[] parse(String text, long rowTime) {
        @Nullable Object[] record = new Object[fields.size()];
        for (int i = 0; i < record.length; i++) {
            Field field = fields.get(i);
            boolean isThere = field.start < text.length();
            long end = Math.min(text.length(), (long) field.start + field.count);
            record[i] = field.field.value(isThere ? text.substring(field.start, (int) end) : null);
        }
        return record;
    }

    private record Field(LogField field, int start, int count) {}
}
