package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.BodySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/**
 * Takes the place of the connection: asks for events as the server does, and reads the frames with AWS's own decoder. Its
 * turns are taken by whoever wakes it, one at a time.
 */
final class Subscriber implements BodySource.Outlet {
    final List<Event> events = new ArrayList<>();
    private final BodySource source;
    private boolean reading;
    private boolean ended;
    private boolean aborted;

    /** One frame. */
    record Event(String kind, JsonNode body) {

        List<String> data() {
            List<String> data = new ArrayList<>();
            body.path("Records")
                    .forEach(item -> data.add(new String(
                            Base64.getDecoder().decode(item.path("Data").asText()), StandardCharsets.UTF_8)));
            return data;
        }

        String continuation() {
            return body.path("ContinuationSequenceNumber").asText("none");
        }

        /** {@code code: message} of an error. */
        String error() {
            return kind + ": " + body.path("message").asText();
        }
    }

    /** Opens the body of an answer, which must be a success. */
    Subscriber(Api.Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.summary());
        }
        source = answer.raw().source().orElseThrow();
        reading = true;
        source.open(this);
    }

    @Override
    public void wake() {
        turn();
    }

    @Override
    public void abort() {
        aborted = true;
        close();
    }

    /** From now on it takes nothing. */
    synchronized Subscriber pause() {
        reading = false;
        return this;
    }

    /** Takes whatever there is. */
    synchronized Subscriber resume() {
        reading = true;
        turn();
        return this;
    }

    /** Goes away. */
    synchronized void close() {
        if (!ended) {
            ended = true;
            source.close();
        }
    }

    boolean isEnded() {
        return ended;
    }

    boolean isAborted() {
        return aborted;
    }

    /** Data of all records. */
    List<String> data() {
        return events.stream().flatMap(event -> event.data().stream()).collect(Collectors.toList());
    }

    Event last() {
        return events.get(events.size() - 1);
    }

    private synchronized void turn() {
        if (ended) {
            return;
        }
        source.onTurn();
        while (reading) {
            Optional<Bytes> piece = source.next();
            if (piece.isPresent()) {
                events.add(decode(piece.get()));
            } else if (source.atEnd()) {
                close();
                return;
            } else {
                break;
            }
        }
        source.atRest();
    }

    private static Event decode(Bytes frame) {
        List<Message> messages = new ArrayList<>();
        new MessageDecoder(messages::add).feed(frame.toArray());
        Message message = messages.get(0);
        boolean exception = header(message, ":message-type").equals("exception");
        try {
            return new Event(
                    header(message, exception ? ":exception-type" : ":event-type"),
                    Json.MAPPER.readTree(message.getPayload()));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static String header(Message message, String name) {
        return Objects.requireNonNull(message.getHeaders().get(name)).getString();
    }
}
