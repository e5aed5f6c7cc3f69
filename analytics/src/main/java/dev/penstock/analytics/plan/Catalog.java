package dev.penstock.analytics.plan;

import dev.penstock.analytics.plan.Relation.Column;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.jspecify.annotations.Nullable;

/** What queries may read: in-application streams, reference tables, and the streams that queries in FROM give. */
final class Catalog {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> ownTimes = new HashSet<>();

    void add(StreamSchema stream) {
        entries.put(stream.name(), new Entry(stream, columns(stream), false, null));
    }

    void addTable(StreamSchema table) {
        entries.put(table.name(), new Entry(table, columns(table), true, null));
    }

    /** A stream that a query of its own gives. */
    Entry derive(List<StreamColumn> stored, List<Column> columns, PlanNode query) {
        // No name that a user can write without meaning to.
        StreamSchema schema = new StreamSchema("$" + entries.size(), stored);
        Entry entry = new Entry(schema, typed(columns, stored), false, query);
        entries.put(schema.name(), entry);
        return entry;
    }

    private static List<Column> columns(StreamSchema schema) {
        return schema.columns().stream().map(Column::of).toList();
    }

    private static List<Column> typed(List<Column> columns, List<StreamColumn> stored) {
        return columns.stream()
                .map(column -> stored.stream()
                        .filter(type -> column.fields().isEmpty() && type.name().equals(column.name()))
                        .findFirst()
                        .map(Column::of)
                        .orElse(column))
                .toList();
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** Notes that a query sets the row time of a stream, which the clock then says nothing of. */
    void setOwnTime(String name) {
        ownTimes.add(name);
    }

    boolean hasOwnTime(String name) {
        return ownTimes.contains(name);
    }

    Entry get(String name) {
        return Objects.requireNonNull(entries.get(name));
    }

    /** Names, for messages. */
    String names() {
        return entries.values().stream()
                .filter(entry -> entry.query == null)
                .map(entry -> entry.schema.name())
                .collect(Collectors.joining(", "));
    }

    CalciteCatalogReader reader(RelDataTypeFactory types) {
        CalciteSchema schema = CalciteSchema.createRootSchema(false, false);
        entries.values()
                .forEach(entry -> schema.add(
                        entry.schema.name(),
                        entry.isTable ? new ReferenceTable(entry.schema) : new StreamTable(entry.schema)));
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
        return new CalciteCatalogReader(schema, List.of(), types, new CalciteConnectionConfigImpl(properties));
    }

    /**
     * @param schema with the columns as they are stored
     * @param columns as queries see them
     * @param query what gives its rows when it is a query in FROM
     */
    record Entry(
            StreamSchema schema,
            List<Column> columns,
            boolean isTable,
            @Nullable PlanNode query) {
        Entry {
            columns = List.copyOf(columns);
        }
    }
}
