package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.limit.Limits;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the streams of a pipeline have in common, whatever account and region they belong to: one clock, one memory
 * budget, one plan of faults.
 *
 * @param streams those of all scopes
 * @param hinted streams that were looked for in the wrong scope, so that it is said once
 * @param journal keeps streams across restarts
 * @param parts what other packages keep with them
 */
record Commons(
        Time time,
        StreamSettings settings,
        PartitionHash hash,
        Room room,
        Limits limits,
        Set<StreamState> streams,
        Set<String> hinted,
        Journal journal,
        StreamParts parts) {
    private static final Logger log = LoggerFactory.getLogger(Commons.class);
    private static final int MOST_HINTS = 100;

    static Commons of(Time time, StreamSettings settings, Journal journal) {
        Set<StreamState> streams = ConcurrentHashMap.newKeySet();
        return new Commons(
                time,
                settings,
                new PartitionHash(),
                new Room(settings, streams),
                new Limits(time, settings),
                streams,
                ConcurrentHashMap.newKeySet(),
                journal,
                new StreamParts());
    }

    /** A stream was not found; says once where there is one of that name. */
    void hint(String stream, AwsIdentity asked) {
        Optional<StreamState> elsewhere = streams.stream()
                .filter(other ->
                        other.name().equals(stream) && !other.identity().equals(asked))
                .findAny();
        if (elsewhere.isPresent() && hinted.size() < MOST_HINTS && hinted.add(asked + stream)) {
            AwsIdentity there = elsewhere.get().identity();
            log.warn(
                    "stream {} was asked for in region {} of account {} and is not there, but region {} of account {} has"
                            + " one of that name; set the client's region to {} and use an access key id that is not"
                            + " the number of another account",
                    stream,
                    asked.region(),
                    asked.account(),
                    there.region(),
                    there.account(),
                    there.region());
        }
    }
}
