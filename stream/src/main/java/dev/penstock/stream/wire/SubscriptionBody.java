package dev.penstock.stream.wire;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.BodySource;
import dev.penstock.platform.wire.EventFrame;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.fanout.Subscription;
import dev.penstock.stream.fanout.SubscriptionEvent;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to SubscribeToShard: the events of a subscription as frames of an event stream. */
final class SubscriptionBody implements BodySource {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionBody.class);
    private static final String TYPE = "SubscribeToShardEvent";

    /** Sequence number, partition key, time and names of one record in JSON, roughly. */
    private static final int RECORD_BYTES = 256;

    private final Subscription subscription;
    private final StreamState stream;
    private boolean begun;
    private boolean broken;

    SubscriptionBody(Subscription subscription, StreamState stream) {
        this.subscription = subscription;
        this.stream = stream;
    }

    @Override
    public void open(Outlet outlet) {
        subscription.open(outlet);
    }

    @Override
    public void onTurn() {
        subscription.onTurn();
    }

    @Override
    public Optional<Bytes> next() {
        if (!begun) {
            begun = true;
            return Optional.of(EventFrame.initialResponse());
        }
        if (broken) {
            return Optional.empty();
        }
        try {
            return subscription.next().map(this::frame);
        } catch (RuntimeException failure) {
            broken = true;
            log.error("a subscription failed inside Penstock", failure);
            return Optional.of(EventFrame.error("InternalFailure", "Penstock failed; see its log"));
        }
    }

    private Bytes frame(SubscriptionEvent event) {
        if (event instanceof SubscriptionEvent.Failure failure) {
            return EventFrame.exception(failure.cause());
        }
        if (event instanceof SubscriptionEvent.Batch batch) {
            return EventFrame.event(TYPE, expectedBytes(batch), out -> write(batch, out));
        }
        throw new AssertionError("an event of another kind: " + event);
    }

    private static int expectedBytes(SubscriptionEvent.Batch batch) {
        long bytes = 0;
        for (StreamRecord streamed : batch.records()) {
            bytes += RECORD_BYTES + streamed.data().length() * 4L / 3;
        }
        return (int) bytes;
    }

    private void write(SubscriptionEvent.Batch batch, WireOutput out) throws IOException {
        RecordWriter records = new RecordWriter(Shapes.encryptedByArrival(stream));
        out.structures("Records", batch.records(), records::write);
        out.text("ContinuationSequenceNumber", batch.continuation().map(Object::toString));
        out.number("MillisBehindLatest", batch.millisBehindLatest());
        if (!batch.children().isEmpty()) {
            out.structures("ChildShards", batch.children(), Shapes::childShard);
        }
    }

    @Override
    public boolean atEnd() {
        return broken || subscription.atEnd();
    }

    @Override
    public void atRest() {
        subscription.atRest();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
