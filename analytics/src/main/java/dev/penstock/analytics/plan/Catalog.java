package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** The in-application streams that queries may read, in the order in which they came to be. */
final class Catalog {
    private final Map<String, StreamSchema> streams = new LinkedHashMap<>();

    void add(StreamSchema stream) {
        streams.put(stream.name(), stream);
    }

    Optional<StreamSchema> find(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    /** Names, for messages. */
    String names() {
        return String.join(", ", streams.keySet());
    }

    CalciteCatalogReader reader(RelDataTypeFactory types) {
        CalciteSchema schema = CalciteSchema.createRootSchema(false, false);
        streams.values().forEach(stream -> schema.add(stream.name(), new StreamTable(stream)));
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
        return new CalciteCatalogReader(schema, List.of(), types, new CalciteConnectionConfigImpl(properties));
    }
}
