package dev.penstock.stream;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.aws.KinesisStreams;
import dev.penstock.stream.fanout.ConsumerImages;
import dev.penstock.stream.fanout.StreamConsumers;
import dev.penstock.stream.journal.FileJournal;
import dev.penstock.stream.local.Journal;
import dev.penstock.stream.local.Scopes;
import dev.penstock.stream.wire.FaultsApi;
import dev.penstock.stream.wire.KinesisOperations;

/** Makes {@link Streams}: in memory, or the real service. */
public final class StreamFactory {

    private StreamFactory() {}

    /** Streams in memory, and the Kinesis API over them. */
    public static LocalStreams local(AwsIdentity identity, Time time, StreamSettings settings) {
        Scopes scopes = new Scopes(identity, time, settings, journal(settings, time));
        StreamConsumers consumers = new StreamConsumers(time, settings);
        scopes.parts().add(ConsumerImages.NAME, new ConsumerImages(consumers));
        return new LocalStreams(
                scopes.home(),
                KinesisOperations.service(scopes, consumers),
                new FaultsApi(scopes.home().faults()));
    }

    private static Journal journal(StreamSettings settings, Time time) {
        StreamPersistence persistence = settings.persistence();
        return persistence == null ? Journal.OFF : new FileJournal(persistence, time);
    }

    /**
     * Kinesis Data Streams through the AWS SDK and the Kinesis Client Library.
     *
     * @param time the machine's clock: the client library keeps its own time and cannot follow a test clock
     */
    public static Streams aws(AwsStreamSettings settings, Time time) {
        return new KinesisStreams(settings, time);
    }
}
