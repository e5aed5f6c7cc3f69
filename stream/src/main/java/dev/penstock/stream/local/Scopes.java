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

    /** @param identity the pipeline's own */
    public Scopes(AwsIdentity identity, Time time, StreamSettings settings) {
        this.commons = Commons.of(time, settings);
        this.home = new InMemoryStreams(identity, commons);
        scopes.put(identity, home);
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
                there = new InMemoryStreams(identity, commons);
                scopes.put(identity, there);
            }
            return there;
        }
    }
}
