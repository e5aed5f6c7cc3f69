package dev.penstock.analytics.flink;

import dev.penstock.analytics.type.ColumnType;
import dev.penstock.platform.aws.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of JSON records as columns of a table: those inside of others as ROW types. */
final class RecordFields {
    private final Map<String, Field> fields = new LinkedHashMap<>();

    Set<String> names() {
        return fields.keySet();
    }

    /** Adds the field at a path; a second column of the same field adds nothing. */
    void add(List<String> path, ColumnType type) {
        if (path.isEmpty()) {
            throw refused(path);
        }
        Field field = fields.computeIfAbsent(path.get(0), name -> new Field(path.size() == 1 ? type : null, false));
        if ((path.size() == 1) != (field.type != null) || field.isArray) {
            throw refused(path);
        }
        if (path.size() > 1) {
            field.inner.add(path.subList(1, path.size()), type);
        }
    }

    /** Adds the array at a path. */
    void addArray(List<String> path, RecordFields element) {
        if (path.size() > 1) {
            fields.computeIfAbsent(path.get(0), name -> new Field(null, false))
                    .inner
                    .addArray(path.subList(1, path.size()), element);
            return;
        }
        Field array = new Field(null, true);
        array.inner.fields.putAll(element.fields);
        if (fields.put(path.get(0), array) != null) {
            throw refused(path);
        }
    }

    private static AwsException refused(List<String> path) {
        return new AwsException(
                "InvalidArgumentException",
                400,
                ("the input schema names field %s both as a whole and in parts, which is not translated to Flink SQL"
                                + " (class H). By hand: read it as STRING and take the parts with JSON_VALUE")
                        .formatted(String.join(".", path)));
    }

    /** A column for each field, {@code `name` TYPE}. */
    List<String> declarations() {
        return fields.entrySet().stream()
                .map(field ->
                        FlinkText.name(field.getKey()) + " " + field.getValue().declared())
                .toList();
    }

    /** @param type of a value, null of what has fields of its own */
    private record Field(@Nullable ColumnType type, boolean isArray, RecordFields inner) {
        Field(@Nullable ColumnType type, boolean isArray) {
            this(type, isArray, new RecordFields());
        }

        String declared() {
            if (type != null) {
                return FlinkTypes.field(type);
            }
            String row = inner.declarations().stream().collect(Collectors.joining(", ", "ROW<", ">"));
            return isArray ? "ARRAY<" + row + ">" : row;
        }
    }
}
