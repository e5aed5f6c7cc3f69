package dev.penstock.launcher.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The events that devices replay in an endless loop. Each is kept as JSON bytes with a gap for the device id, so that a
 * message costs one copy and no JSON work.
 */
public final class SimulatedEvents {
    private static final String DEVICE_ID = "deviceId";

    private final List<Gap> events;

    private SimulatedEvents(List<Gap> events) {
        this.events = events;
    }

    /** A few events that come with Penstock. */
    public static SimulatedEvents builtIn() {
        try (InputStream resource = SimulatedEvents.class.getResourceAsStream("events.json")) {
            return parse("built-in events", Objects.requireNonNull(resource).readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Reads a JSON array of objects.
     *
     * @throws StartException when it is not one
     */
    public static SimulatedEvents read(Path file) {
        try {
            return parse("'%s'".formatted(file), Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new StartException("events file '%s' cannot be read: %s".formatted(file, failure), failure);
        }
    }

    private static SimulatedEvents parse(String name, byte[] json) {
        try {
            JsonNode root = Json.MAPPER.readTree(json);
            if (!root.isArray() || root.isEmpty()) {
                throw new StartException(
                        "events file %s must hold a JSON array of at least one object".formatted(name));
            }
            List<Gap> events = new ArrayList<>();
            for (JsonNode event : root) {
                if (!(event instanceof ObjectNode object)) {
                    throw new StartException(
                            "events file %s: entry %d is not an object".formatted(name, events.size()));
                }
                events.add(Gap.in(object));
            }
            return new SimulatedEvents(List.copyOf(events));
        } catch (IOException malformed) {
            throw new StartException(
                    "events file %s is not JSON: %s".formatted(name, malformed.getMessage()), malformed);
        }
    }

    /** How many there are. */
    public int size() {
        return events.size();
    }

    /**
     * The payload of a device's n-th message.
     *
     * @param number from 0; after the last event the first comes again
     */
    Bytes payload(long number, String deviceId) {
        return events.get((int) (number % events.size())).filledWith(deviceId);
    }

    /** JSON before and after the device id. */
    private record Gap(Bytes before, Bytes after) {

        static Gap in(ObjectNode event) throws JsonProcessingException {
            String marker = UUID.randomUUID().toString();
            String text = Json.MAPPER.writeValueAsString(event.deepCopy().put(DEVICE_ID, marker));
            String quoted = "\"" + marker + "\"";
            int at = text.indexOf(quoted);
            return new Gap(Bytes.utf8(text.substring(0, at)), Bytes.utf8(text.substring(at + quoted.length())));
        }

        Bytes filledWith(String deviceId) {
            try {
                byte[] id = Json.MAPPER.writeValueAsString(deviceId).getBytes(StandardCharsets.UTF_8);
                byte[] all = new byte[before.length() + id.length + after.length()];
                System.arraycopy(before.shared(), 0, all, 0, before.length());
                System.arraycopy(id, 0, all, before.length(), id.length);
                System.arraycopy(after.shared(), 0, all, before.length() + id.length, after.length());
                return Bytes.wrap(all);
            } catch (JsonProcessingException impossible) {
                throw new AssertionError("a text can always be written as JSON", impossible);
            }
        }
    }
}
