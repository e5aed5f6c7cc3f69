package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of the service to single requests, byte for byte where clients see it: types, texts and their order. The cases
 * are in the {@code .jsonl} files beside this class's package, one file for each operation; {@link ConformanceCase} says
 * what a line holds. Each is sent over HTTP, in JSON and in CBOR, to a pipeline of its own with a stream {@code events}
 * of three shards.
 *
 * <p>Source: fact sheet spec-kinesis, sections 1.6, 2, 5 and 7; and what kinesalite's suite, which its author ran against
 * the service, asserts. Where a case differs from that suite its {@code note} says why.
 */
class ConformanceTest {
    private static final AwsEndpoint ENDPOINT = new AwsEndpoint("127.0.0.1", 0);

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());

    @BeforeAll
    static void start() {
        ENDPOINT.start();
    }

    @AfterAll
    static void stop() {
        ENDPOINT.close();
    }

    static Stream<ConformanceCase> json() throws IOException {
        return ConformanceCase.all();
    }

    static Stream<ConformanceCase> cbor() throws IOException {
        return ConformanceCase.all().filter(ConformanceCase::alsoInCbor);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void json(ConformanceCase one) throws IOException {
        check(one, new RawClient(ENDPOINT.uri(), Json.MAPPER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void cbor(ConformanceCase one) throws IOException {
        check(one, new RawClient(ENDPOINT.uri(), Json.CBOR));
    }

    private void check(ConformanceCase one, RawClient client) throws IOException {
        ENDPOINT.register(local.api());
        local.streams().create(new StreamSpec("events", 3, StreamSpec.DEFAULT_RETENTION));
        Variables variables = new Variables();
        for (JsonNode step : one.setup()) {
            prepare(step, client, variables);
        }

        RawClient.Answer answer = client.call(one.operation(), variables.fill(one.request()));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(one.status());
        if (one.status() == 200) {
            one.body().properties().forEach(expected -> variables.check(answer.body(), expected));
        } else {
            assertThat(answer.refusal())
                    .isEqualTo(one.type() + ": " + variables.fill(one.message()).asText());
        }
    }

    private void prepare(JsonNode step, RawClient client, Variables variables) throws IOException {
        if (step.has("advance")) {
            time.advance(Duration.parse(step.path("advance").asText()));
            return;
        }
        List<JsonNode> call =
                List.of(step.path("call").path(0), step.path("call").path(1));
        RawClient.Answer answer = client.call(call.get(0).asText(), variables.fill(call.get(1)));
        assertThat(answer.status()).as("setup %s: %s", step, answer).isEqualTo(200);
        step.path("keep")
                .properties()
                .forEach(kept -> variables.keep(
                        kept.getKey(), answer.body().at(kept.getValue().asText())));
    }
}
