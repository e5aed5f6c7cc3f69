package dev.penstock.analytics.run;

import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.run.Preprocessor.Processed;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records, after a function has seen them when there is one. ROWTIME is the clock when a record is read, and
 * never goes back. Used by the application's thread only.
 */
final class InputRecords {
    private final RecordMapping mapping;
    private final Pipeline pipeline;
    private final Time time;
    private final @Nullable Preprocessor preprocessor;
    private final Retries retries;
    private final SequenceTexts sequences = new SequenceTexts();
    private long rowTime = Long.MIN_VALUE;
    private int stream;

    /** Of one millisecond there are many rows. */
    private Long boxedRowTime = rowTime;

    private Long boxedArrival = 0L;

    /** @param preprocessor null when there is none */
    InputRecords(
            RecordMapping mapping, Pipeline pipeline, Time time, @Nullable Preprocessor preprocessor, Retries retries) {
        this.mapping = mapping;
        this.pipeline = pipeline;
        this.time = time;
        this.preprocessor = preprocessor;
        this.retries = retries;
    }

    /**
     * Reads records of a shard; returns when their rows have passed the pumps.
     *
     * @param into which stream of the input gets them, from 0
     */
    void read(int into, String shard, List<StreamRecord> batch) {
        stream = into;
        Preprocessor function = preprocessor;
        if (function == null) {
            batch.forEach(record -> row(shard, record, record.data()));
        } else if (!batch.isEmpty()) {
            processed(shard, batch, function);
        }
    }

    private void processed(String shard, List<StreamRecord> batch, Preprocessor function) {
        List<Processed> results = retries.call(
                "application %s, pre-processor %s".formatted(function.application(), function.function()),
                () -> function.call(shard, batch));
        for (Processed result : results) {
            switch (result.result()) {
                case OK -> row(shard, result.record(), result.data());
                case FAILED -> {
                    rowTime = Math.max(rowTime, time.millis());
                    pipeline.failed(
                            stream,
                            rowTime,
                            result.record().data(),
                            new RowFailure(
                                    RowFailure.Kind.UNPARSEABLE_RECORD,
                                    "the pre-processing function said ProcessingFailed"));
                }
                case DROPPED -> {
                    // What the function wants.
                }
            }
        }
    }

    private void row(String shard, StreamRecord record, Bytes data) {
        rowTime = Math.max(rowTime, time.millis());
        mapping.read(data, new Rows(shard, record, data));
    }

    /** Completes the rows of one record with what the service knows of it. */
    private final class Rows implements RecordMapping.Rows {
        private final String shardId;
        private final StreamRecord record;
        private final Bytes data;

        Rows(String shardId, StreamRecord record, Bytes data) {
            this.shardId = shardId;
            this.record = record;
            this.data = data;
        }

        @Override
        public void row(@Nullable Object[] values) {
            int service = values.length - RecordMapping.SERVICE_COLUMNS.size();
            if (boxedRowTime != rowTime) {
                boxedRowTime = rowTime;
            }
            if (boxedArrival != record.arrivalMillis()) {
                boxedArrival = record.arrivalMillis();
            }
            values[0] = boxedRowTime;
            values[service] = boxedArrival;
            values[service + 1] = record.partitionKey();
            values[service + 2] = sequences.text(record.sequenceNumber());
            values[service + 3] = shardId;
            pipeline.row(stream, rowTime, values);
        }

        @Override
        public void failed(RowFailure failure) {
            pipeline.failed(stream, rowTime, data, failure);
        }
    }
}
