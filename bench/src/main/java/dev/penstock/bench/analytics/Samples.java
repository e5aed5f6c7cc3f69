package dev.penstock.bench.analytics;

import dev.penstock.analytics.ApplicationSpec.Column;
import dev.penstock.platform.data.Bytes;
import java.util.List;
import java.util.stream.IntStream;

/** The records that every side reads: JSON of five fields, of which the queries take two. */
public final class Samples {
    private static final int DEVICES = 1_000;
    /** How many different ones there are. */
    static final int DIFFERENT = 65_536;

    private static final int TEMPERATURES = 60;

    private final List<Bytes> records = IntStream.range(0, DIFFERENT)
            .mapToObj(i -> record("device-" + i * 31 % DEVICES, i % TEMPERATURES + 0.5))
            .toList();

    /** The columns that records are mapped to. */
    public static List<Column> columns() {
        return List.of(
                new Column("deviceId", "VARCHAR(16)", "$.deviceId"),
                new Column("temperature", "DOUBLE", "$.temperature"));
    }

    /** The record at a position, from 0; they repeat themselves. */
    public Bytes at(long position) {
        return records.get((int) (position % DIFFERENT));
    }

    /** A record like those. */
    static Bytes record(String device, double temperature) {
        String fields = "\"deviceId\":\"%s\",\"temperature\":%s,\"humidity\":41,\"status\":\"OK\"";
        return Bytes.utf8(("{" + fields + ",\"at\":\"2024-01-01T00:00:00Z\"}").formatted(device, temperature));
    }
}
