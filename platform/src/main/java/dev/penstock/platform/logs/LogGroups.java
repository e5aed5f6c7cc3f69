package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsJsonService;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Log groups, streams and events, as CloudWatch Logs has them, in memory. All groups together have a bound in bytes: when
 * it is reached the oldest events of all groups go first, as if a retention policy took them, and are counted in
 * {@link Usage#trimmed}. Logs are not messages: nothing in the pipeline waits for them. Guarded by {@code lock}.
 */
public final class LogGroups {
    /** Room for some 70,000 events of 300 characters. */
    public static final long DEFAULT_MAX_BYTES = 32L << 20;

    private static final int MAX_GROUPS = 10_000;
    private static final int MAX_STREAMS = 100_000;

    private final Object lock = new Object();
    private final AwsIdentity identity;
    private final Time time;
    private final long maxBytes;
    private final Map<String, LogGroup> groups = new TreeMap<>();

    /** The events of all groups in the order in which they were written. */
    private final Deque<LogEvent> events = new ArrayDeque<>();

    private long bytes;
    private long order;
    private long trimmed;
    private int streams;

    /** @param maxBytes what all events together may take in memory, about */
    public LogGroups(AwsIdentity identity, Time time, long maxBytes) {
        this.identity = identity;
        this.time = time;
        this.maxBytes = maxBytes;
    }

    /** The CloudWatch Logs API over these groups. */
    public AwsJsonService api() {
        return LogsApi.service(this);
    }

    /** @throws AwsException ResourceAlreadyExistsException */
    public void create(String group) {
        create(group, Map.of());
    }

    /** Whether there is such a group. */
    public boolean exists(String group) {
        synchronized (lock) {
            return groups.containsKey(group);
        }
    }

    /** Writes into a group of our own at this moment; group and stream are made when they are missing. */
    public void write(String group, String stream, LogText message) {
        long now = time.millis();
        synchronized (lock) {
            LogGroup into = groups.get(group);
            if (into == null) {
                into = addGroup(group, now);
            }
            add(streamOrNew(into, stream, now), now, now, message);
        }
    }

    /**
     * Writes into a group of the user; the stream is made when it is missing.
     *
     * @param timestampMillis milliseconds since the epoch
     * @throws AwsException ResourceNotFoundException when there is no such group
     */
    public void append(String group, String stream, long timestampMillis, String message) {
        long now = time.millis();
        synchronized (lock) {
            add(streamOrNew(group(group), stream, now), timestampMillis, now, LogText.of(message));
        }
    }

    /**
     * What a group holds, in the order of the events' own time; empty when there is no such group.
     *
     * @param group its name
     */
    public List<Line> lines(String group) {
        if (!exists(group)) {
            return List.of();
        }
        return select(group, stream -> true, Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .map(event -> new Line(
                        event.stream().name(),
                        Instant.ofEpochMilli(event.timestamp()),
                        event.message().text()))
                .toList();
    }

    /** How full the log groups are. */
    public Usage usage() {
        synchronized (lock) {
            return new Usage(events.size(), bytes, maxBytes, trimmed);
        }
    }

    AwsIdentity identity() {
        return identity;
    }

    Time time() {
        return time;
    }

    void create(String name, Map<String, String> tags) {
        synchronized (lock) {
            if (groups.containsKey(name)) {
                throw LogErrors.groupExists();
            }
            addGroup(name, time.millis()).tags().putAll(tags);
        }
    }

    void delete(String name) {
        synchronized (lock) {
            LogGroup group = group(name);
            groups.remove(name);
            streams -= group.streams().size();
            drop(event -> group.streams().get(event.stream().name()) == event.stream());
        }
    }

    void createStream(String groupName, String streamName) {
        synchronized (lock) {
            LogGroup group = group(groupName);
            if (group.streams().containsKey(streamName)) {
                throw LogErrors.streamExists();
            }
            streamOrNew(group, streamName, time.millis());
        }
    }

    void deleteStream(String groupName, String streamName) {
        synchronized (lock) {
            LogStream stream = group(groupName).stream(streamName);
            group(groupName).streams().remove(streamName);
            streams--;
            drop(event -> event.stream() == stream);
        }
    }

    /** What was past the policy until now stays away under a longer one. */
    void retain(String name, int days) {
        synchronized (lock) {
            LogGroup group = group(name);
            long oldest = group.oldestKept(time.millis());
            Predicate<LogEvent> gone = event -> event.timestamp() < oldest
                    && group.streams().get(event.stream().name()) == event.stream();
            group.streams().values().forEach(stream -> stream.events().removeIf(event -> event.timestamp() < oldest));
            drop(gone);
            group.retain(days);
        }
    }

    /** Groups by name. */
    List<LogGroup.Summary> summaries() {
        synchronized (lock) {
            return groups.values().stream().map(LogGroup::summary).toList();
        }
    }

    /** The streams of a group, by name. */
    List<LogStream.Summary> streams(String groupName) {
        synchronized (lock) {
            return group(groupName).streams().values().stream()
                    .map(LogStream::summary)
                    .toList();
        }
    }

    /** Reads or changes the tags of a group. */
    <T> T tags(String groupName, Function<Map<String, String>, T> use) {
        synchronized (lock) {
            return use.apply(group(groupName).tags());
        }
    }

    /** Reads or writes a stream under the lock. */
    <T> T inStream(String groupName, String streamName, StreamUse<T> use) {
        synchronized (lock) {
            LogGroup group = group(groupName);
            return use.with(group, group.stream(streamName));
        }
    }

    /** Adds an event; only from within {@link #inStream}. */
    void add(LogStream stream, long timestamp, long now, LogText message) {
        synchronized (lock) {
            LogEvent event = new LogEvent(stream, ++order, timestamp, now, message);
            stream.add(event);
            events.addLast(event);
            bytes += event.heldBytes();
            trim();
        }
    }

    /** The events of some streams with {@code from <= timestamp < to}, in chronological order. */
    List<LogEvent> select(String groupName, Predicate<String> ofStreams, long from, long to) {
        List<LogEvent> found = new ArrayList<>();
        synchronized (lock) {
            LogGroup group = group(groupName);
            long start = Math.max(from, group.oldestKept(time.millis()));
            for (LogStream stream : group.streams().values()) {
                if (ofStreams.test(stream.name())) {
                    for (LogEvent event : stream.events()) {
                        if (event.timestamp() >= start && event.timestamp() < to) {
                            found.add(event);
                        }
                    }
                }
            }
        }
        found.sort(LogEvent.CHRONOLOGICAL);
        return found;
    }

    private LogGroup group(String name) {
        LogGroup group = groups.get(name);
        if (group == null) {
            throw LogErrors.noGroup();
        }
        return group;
    }

    private LogGroup addGroup(String name, long now) {
        if (groups.size() >= MAX_GROUPS) {
            throw LogErrors.tooMany("log groups", MAX_GROUPS);
        }
        LogGroup group = new LogGroup(name, now);
        groups.put(name, group);
        return group;
    }

    private LogStream streamOrNew(LogGroup group, String streamName, long now) {
        LogStream there = group.streams().get(streamName);
        if (there != null) {
            return there;
        }
        if (streams >= MAX_STREAMS) {
            throw LogErrors.tooMany("log streams", MAX_STREAMS);
        }
        LogStream stream = new LogStream(streamName, now);
        group.streams().put(streamName, stream);
        streams++;
        return stream;
    }

    /** The oldest event of all is always the oldest of its stream: both lists are in the order of writing. */
    private void trim() {
        while (bytes > maxBytes) {
            LogEvent oldest = events.removeFirst();
            oldest.stream().events().removeFirst();
            bytes -= oldest.heldBytes();
            trimmed++;
        }
    }

    private void drop(Predicate<LogEvent> gone) {
        events.removeIf(event -> {
            boolean goes = gone.test(event);
            bytes -= goes ? event.heldBytes() : 0;
            return goes;
        });
    }

    /** What is done with a stream under the lock. */
    interface StreamUse<T> {
        T with(LogGroup group, LogStream stream);
    }

    /** One event, as people read it. */
    public record Line(String stream, Instant timestamp, String message) {}

    /**
     * How full the log groups are.
     *
     * @param events kept now
     * @param trimmed events that had to go since the start because there was no more room
     */
    public record Usage(long events, long bytes, long maxBytes, long trimmed) {}
}
