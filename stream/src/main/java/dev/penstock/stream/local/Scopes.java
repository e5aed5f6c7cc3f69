package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamSettings;
import java.util.HashMap;
import java.util.Map;

/**
 * The streams of a pipeline by account and region, as AWS keeps them apart. The pipeline's own live in its identity; a
 * client that signs for another region or account has streams of its own there. Guarded by {@code scopes}.
 */
public final class Scopes {
    /** So many accounts and regions at once. */
    static final int MOST = 256;

    private final Map<AwsIdentity, InMemoryStreams> scopes = new HashMap<>();
    private final Commons commons;
    private final InMemoryStreams home;

    /** Streams that end with the process. */
    public Scopes(AwsIdentity identity, Time time, StreamSettings settings) {
        this(identity, time, settings, Journal.OFF);
    }

    /**
     * @param identity the pipeline's own
     * @param journal keeps streams across restarts; opened when the pipeline's own streams are started
     */
    public Scopes(AwsIdentity identity, Time time, StreamSettings settings, Journal journal) {
        this.commons = Commons.of(time, settings, journal);
        this.home = new InMemoryStreams(identity, commons, this::restart);
        scopes.put(identity, home);
    }

    private void restart() {
        commons.journal().onRoom(commons.room()::roomAppeared);
        new Restart(kept -> of(StreamImage.identityOf(kept)).restore(kept), commons.settings()).run(commons.journal());
    }

    /** Keeps streams across restarts. */
    public Journal journal() {
        return commons.journal();
    }

    /** What other packages want to be kept with streams. */
    public StreamParts parts() {
        return commons.parts();
    }

    /** Streams were changed, or may have been: hands to the journal what is new about them. */
    public void saveChanges() {
        if (commons.journal().isOn()) {
            commons.streams().forEach(StreamState::save);
        }
    }

    /** The streams of the pipeline itself; closing them closes those of all scopes. */
    public InMemoryStreams home() {
        return home;
    }

    /**
     * The streams of an account in a region.
     *
     * @throws AwsException LimitExceededException when there are too many
     */
    public InMemoryStreams of(AwsIdentity identity) {
        synchronized (scopes) {
            InMemoryStreams there = scopes.get(identity);
            if (there == null) {
                if (scopes.size() >= MOST) {
                    throw new AwsException(
                            "LimitExceededException",
                            400,
                            ("Penstock keeps streams of %d pairs of account and region; %s would be one more. Sign with"
                                            + " a region and account that is in use")
                                    .formatted(MOST, identity));
                }
                there = new InMemoryStreams(identity, commons, () -> {});
                scopes.put(identity, there);
            }
            return there;
        }
    }
}
