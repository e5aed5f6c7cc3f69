package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.functions.RecordingDestinations;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvocationTest {
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
    private static final String FAILING = "example.handlers.MisbehavingHandler::throwing";

    @TempDir
    private Path folder;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final RecordingDestinations destinations = new RecordingDestinations();
    private final FunctionsFixture fixture = new FunctionsFixture(time, FunctionSettings.of(Map.of()), destinations);
    private final FunctionCatalog catalog = fixture.functions().catalog();

    @BeforeEach
    void copyCode() throws IOException {
        FunctionFolder.java(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void failureIsToldAfterTheThirdAttempt() {
        create("f", FAILING);
        catalog.setEvents("f", Optional.of(told(Optional.empty(), Optional.of(QUEUE))));

        invokeEvent("f");
        time.advance(Duration.ofSeconds(179));
        int early = destinations.sent().size();
        time.advance(Duration.ofSeconds(1));

        assertThat(early).isZero();
        assertThat(body())
                .contains("\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":3")
                .contains("\"errorMessage\":\"broken on purpose\"");
        assertThat(fixture.logs()).filteredOn(line -> line.startsWith("START")).hasSize(3);
    }

    @Test
    void allAttemptsHaveTheSameRequestId() {
        create("f", FAILING);

        String requestId = invokeEvent("f");
        time.advance(Duration.ofMinutes(10));

        assertThat(fixture.logs())
                .filteredOn(line -> line.startsWith("START"))
                .hasSize(3)
                .containsOnly("START RequestId: %s Version: $LATEST".formatted(requestId));
    }

    @Test
    void functionWithoutConcurrencyGivesItsEventsToTheDestinationAtOnce() {
        create("f", FAILING);
        catalog.setEvents("f", Optional.of(told(Optional.empty(), Optional.of(QUEUE))));
        catalog.reserveConcurrency("f", OptionalInt.of(0));

        invokeEvent("f");
        time.settle();

        assertThat(body()).contains("\"condition\":\"ZeroReservedConcurrency\"").doesNotContain("responseContext");
        assertThat(fixture.logs()).isEmpty();
    }

    @Test
    void functionIsToldByBeingInvoked() {
        create("f", FAILING);
        create("other", "example.handlers.StreamHandler");
        catalog.setEvents(
                "f",
                Optional.of(
                        told(Optional.empty(), Optional.of("arn:aws:lambda:us-east-1:000000000000:function:other"))));

        invokeEvent("f");
        time.advance(Duration.ofMinutes(5));

        assertThat(fixture.functions().logs("other", 100)).anyMatch(line -> line.startsWith("END"));
    }

    @Test
    void settingsOfTheAliasHold() {
        create("f", FAILING);
        catalog.publish("f", Optional.empty(), Optional.empty(), Optional.empty());
        catalog.createAlias("f", new FunctionAlias("live", "1", "", Map.of(), ""));
        catalog.setEvents(
                "f:live",
                Optional.of(new FunctionOptions.Events(
                        OptionalInt.of(0), OptionalLong.empty(), Optional.empty(), Optional.of(QUEUE))));

        invokeEvent("f:live");
        time.settle();

        assertThat(body())
                .contains("function:f:live\",\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":1")
                .contains("\"executedVersion\":\"1\"");
    }

    @Test
    void everyEventIsTold() {
        create("f", "example.handlers.CountingHandler");
        catalog.setEvents("f", Optional.of(told(Optional.of(QUEUE), Optional.empty())));
        for (int i = 0; i < 50; i++) {
            invokeEvent("f");
        }

        time.advance(Duration.ofMinutes(10));

        assertThat(destinations.sent()).hasSize(50);
    }

    private static FunctionOptions.Events told(Optional<String> onSuccess, Optional<String> onFailure) {
        return new FunctionOptions.Events(OptionalInt.empty(), OptionalLong.empty(), onSuccess, onFailure);
    }

    private void create(String name, String handler) {
        catalog.create(new FunctionSpec(
                name, "java17", handler, folder, Duration.ofSeconds(30), 128, Map.of(), FunctionOptions.DEFAULT));
    }

    private String invokeEvent(String function) {
        return fixture.functions()
                .invokeEvent(function, Bytes.utf8("{\"m\":1}"))
                .toCompletableFuture()
                .join();
    }

    private String body() {
        assertThat(destinations.sent()).hasSize(1);
        return destinations.sent().get(0).delivery().body().utf8();
    }
}
