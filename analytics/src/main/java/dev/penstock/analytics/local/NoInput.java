package dev.penstock.analytics.local;

import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.data.Bytes;
import java.util.List;

/** In the place of an input that is still to come. Its name can stand in no code, and it never has a record. */
final class NoInput implements RecordMapping {
    static final RecordMapping MAPPING = new NoInput();

    private static final StreamSchema SCHEMA = new StreamSchema("(no input yet)", List.of());

    private NoInput() {}

    @Override
    public StreamSchema schema() {
        return SCHEMA;
    }

    @Override
    public void read(Bytes record, Rows rows) {
        throw new IllegalStateException("an application without input does not run");
    }
}
