package dev.penstock.bench.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** The floor: what one thread does that knows the query, with Jackson's streaming parser and generator. */
final class HandLoop {
    private static final double HOT = 30;
    private static final int WINDOW_ROWS = 10;

    private final Map<String, double[]> groups = new LinkedHashMap<>();
    private final Map<String, Recent> recent = new HashMap<>();
    private String device = "";
    private double temperature;
    private long rowTime;
    private long second;
    private long outRecords;
    private long outBytes;

    /** Rows that came out, so that nothing is optimised away and both sides can be compared. */
    long outRecords() {
        return outRecords;
    }

    long outBytes() {
        return outBytes;
    }

    void run(Query query, LongFunction<Bytes> input, long records) throws IOException {
        for (long i = 0; i < records; i++) {
            read(input.apply(i));
            rowTime = System.currentTimeMillis();
            switch (query) {
                case FILTER -> filter();
                case TUMBLING -> tumbling();
                case SLIDING -> sliding();
                case MANY_KEYS -> throw new IllegalArgumentException("is measured for its memory");
            }
        }
    }

    private void read(Bytes record) throws IOException {
        try (JsonParser json =
                Json.MAPPER.getFactory().createParser(record.array(), record.offset(), record.length())) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("deviceId")) {
                    device = json.getText();
                } else if (name.equals("temperature")) {
                    temperature = json.getDoubleValue();
                } else if (value.isStructStart()) {
                    json.skipChildren();
                }
            }
        }
    }

    private void filter() throws IOException {
        if (temperature > HOT) {
            write("temperature", temperature * 1.8 + 32, device);
        }
    }

    private void tumbling() throws IOException {
        if (rowTime / 1000 != second) {
            second = rowTime / 1000;
            for (Map.Entry<String, double[]> group : groups.entrySet()) {
                write("n", group.getValue()[0], group.getKey());
            }
            groups.clear();
        }
        groups.computeIfAbsent(device, key -> new double[1])[0]++;
    }

    private void sliding() throws IOException {
        Recent values = recent.computeIfAbsent(device, key -> new Recent());
        values.add(temperature);
        write("average", values.sum / values.last.size(), device);
    }

    private void write(String name, double value, String key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("deviceId", key);
            json.writeNumberField(name, value);
            json.writeEndObject();
        }
        outRecords++;
        outBytes += bytes.size();
    }

    private static final class Recent {
        private final ArrayDeque<Double> last = new ArrayDeque<>();
        private double sum;

        void add(double value) {
            last.addLast(value);
            sum += value;
            if (last.size() > WINDOW_ROWS) {
                sum -= last.removeFirst();
            }
        }
    }
}
