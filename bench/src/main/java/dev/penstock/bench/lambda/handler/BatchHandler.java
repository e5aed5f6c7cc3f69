package dev.penstock.bench.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import org.jspecify.annotations.Nullable;

/** Looks at every record of a batch, as little as can be. */
public final class BatchHandler implements RequestHandler<KinesisEvent, @Nullable Object> {
    private long bytes;

    @Override
    public @Nullable Object handleRequest(KinesisEvent event, @Nullable Context context) {
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            bytes += record.getKinesis().getData().remaining();
        }
        return null;
    }

    /** How much data all batches had so far. */
    public long bytes() {
        return bytes;
    }
}
