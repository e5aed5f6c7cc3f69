package dev.penstock.broker.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.ShadowSettings;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs {@code vectors/shadows.txt}: state, request, and what is published on each topic. */
class ShadowVectorsTest {
    private static final String TOPIC = "$aws/things/valve1/shadow/";
    private static final Pattern TIME = Pattern.compile("@(\\d+)");
    private static final Pattern STATE = Pattern.compile("(\\S+) state (.*?)(?: version (\\d+))?");

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final long start = time.now().getEpochSecond();
    private final List<String> published = new ArrayList<>();
    private final ServicePublisher publisher = new ServicePublisher() {
        @Override
        public CompletionStage<?> publish(String topic, Bytes payload) {
            assertThat(topic).startsWith(TOPIC);
            published.add(topic.substring(TOPIC.length()) + " " + payload.utf8());
            return ServicePublisher.nothing();
        }

        @Override
        public CompletionStage<?> send(String clientId, String topic, Bytes payload, int qos) {
            throw new AssertionError("shadows answer on topics only");
        }
    };
    private final Shadows shadows = new Shadows(time, ShadowSettings.DEFAULT, publisher);
    private final ShadowTopics topics = new ShadowTopics(shadows, publisher);

    record Vector(String name, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ShadowVectorsTest.class.getResourceAsStream("/vectors/shadows.txt"))) {
            return Stream.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n== "))
                    .skip(1)
                    .map(text -> {
                        List<String> lines = List.of(text.split("\n"));
                        return new Vector(lines.get(0), lines.subList(1, lines.size()));
                    });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void publishesWhatTheServiceWould(Vector vector) throws IOException {
        List<String> expected = new ArrayList<>();
        String request = "";
        for (String line : vector.lines()) {
            if (line.startsWith("> ")) {
                check(request, expected);
                request = line.substring(2);
                time.advance(Duration.ofSeconds(1));
                ask(request);
            } else if (line.startsWith("+ ")) {
                time.advance(Duration.ofSeconds(Long.parseLong(line.substring(2))));
            } else if (line.startsWith("< ")) {
                expected.add(line.substring(2));
            }
        }
        check(request, expected);
        assertThat(time.inFlight().isSettled()).isTrue();
    }

    @Test
    void limitsAreThoseOfTheSettings() {
        ShadowTopics larger = new ShadowTopics(new Shadows(time, new ShadowSettings(20_000, 8), publisher), publisher);
        String deep = "{\"1\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":%s}}}}}}}}";
        String update = "{\"state\":{\"reported\":%s}}";

        accept(
                larger,
                "update",
                Bytes.utf8(update.formatted(deep.formatted("{\"x\":\"" + "y".repeat(19_000) + "\"}"))));
        accept(larger, "update", Bytes.utf8(update.formatted(deep.formatted("{\"9\":{}}"))));
        accept(larger, "update", Bytes.utf8(update.formatted("{\"more\":\"" + "y".repeat(1_000) + "\"}")));

        assertThat(published)
                .extracting(text -> text.substring(0, text.indexOf(' ')))
                .containsExactly("update/documents", "update/accepted", "update/rejected", "update/rejected");
        assertThat(published.get(2)).contains("too many levels of nesting; maximum is 8");
        assertThat(published.get(3)).contains("\"code\":413");
    }

    @Test
    void thereAreEnoughVectors() throws IOException {
        long requests = vectors()
                .flatMap(vector -> vector.lines().stream())
                .filter(line -> line.startsWith("> "))
                .count();

        assertThat(requests).isGreaterThan(100);
    }

    @Test
    void payloadThatIsNotUtf8IsRefused() throws IOException {
        byte[] latin1 = "{\"state\":{\"desired\":{\"a\":\"\u00e4\"}}}".getBytes(StandardCharsets.ISO_8859_1);

        accept("update", Bytes.wrap(latin1));

        check(
                "update",
                List.of(
                        "update/rejected {\"code\":415,\"message\":\"Unsupported documented encoding; supported encoding"
                                + " is UTF-8\",\"timestamp\":@0}"));
    }

    private void ask(String request) {
        int space = request.indexOf(' ');
        accept(
                space < 0 ? request : request.substring(0, space),
                space < 0 ? Bytes.EMPTY : Bytes.utf8(request.substring(space + 1)));
    }

    private void accept(String operation, Bytes payload) {
        accept(topics, operation, payload);
    }

    private void accept(ShadowTopics topics, String operation, Bytes payload) {
        assertThat(topics.takes(TOPIC + operation)).isTrue();
        PublishedMessage message =
                new PublishedMessage("1", TOPIC + operation, payload, 1, false, "valve1", time.now());

        assertThat(topics.accept(message)).isCompleted();
    }

    private void check(String request, List<String> expected) throws IOException {
        assertThat(published).as(request).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            check(request, expected.get(i), published.get(i));
        }
        published.clear();
        if (expected instanceof ArrayList) {
            expected.clear();
        }
    }

    private void check(String request, String expected, String actual) throws IOException {
        String topic = expected.substring(0, expected.indexOf(' '));
        assertThat(actual).as(request).startsWith(topic + " ");
        JsonNode document = Json.MAPPER.readTree(actual.substring(topic.length() + 1));
        Matcher state = STATE.matcher(expected);
        if (expected.endsWith(" ...")) {
            return;
        }
        if (state.matches()) {
            assertThat(document.path("state")).as(request).isEqualTo(Json.MAPPER.readTree(state.group(2)));
            if (state.group(3) != null) {
                assertThat(document.path("version").asText()).as(request).isEqualTo(state.group(3));
            }
            return;
        }
        String text = TIME.matcher(expected.substring(topic.length() + 1))
                .replaceAll(match -> Long.toString(start + Long.parseLong(match.group(1))));
        assertThat(document).as(request).isEqualTo(Json.MAPPER.readTree(text));
    }
}
