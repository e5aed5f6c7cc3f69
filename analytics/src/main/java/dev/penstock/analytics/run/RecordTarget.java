package dev.penstock.analytics.run;

import dev.penstock.analytics.AnalyticsServices.DeliveryStreams;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.PutEntry;
import dev.penstock.stream.Streams;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A Kinesis or delivery stream that takes records. */
interface RecordTarget {

    /** @return complete when the record is taken */
    CompletionStage<?> put(PutEntry record);

    /** @return those that were not taken and are to be put again, in order; fails when it took none */
    CompletionStage<List<PutEntry>> putAll(List<PutEntry> records);

    static RecordTarget stream(Streams streams, String name) {
        return new RecordTarget() {
            @Override
            public CompletionStage<?> put(PutEntry record) {
                return streams.put(name, record.partitionKey(), record.data());
            }

            @Override
            public CompletionStage<List<PutEntry>> putAll(List<PutEntry> records) {
                return streams.putAll(name, records);
            }
        };
    }

    static RecordTarget delivery(DeliveryStreams deliveries, String application, String name) {
        return new RecordTarget() {
            @Override
            public CompletionStage<?> put(PutEntry record) {
                return deliveries.put(application, name, List.of(record.data()));
            }

            @Override
            public CompletionStage<List<PutEntry>> putAll(List<PutEntry> records) {
                List<Bytes> data = records.stream().map(PutEntry::data).toList();
                return deliveries.put(application, name, data).thenApply(taken -> List.of());
            }
        };
    }
}
