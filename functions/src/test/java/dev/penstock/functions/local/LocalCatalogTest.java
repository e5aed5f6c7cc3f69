package dev.penstock.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCatalogTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static final String CONTEXT = "example.handlers.StreamHandler";

    @TempDir
    private Path folder;

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final FunctionsFixture fixture = new FunctionsFixture(time, 2);
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
    void createdFunctionIsDescribed() {
        FunctionDescription created = create();

        assertThat(created.arn()).isEqualTo(ARN);
        assertThat(created.version()).isEqualTo("$LATEST");
        assertThat(created.codeSize()).isPositive();
        assertThat(created.codeSha256()).hasSize(44);
        assertThat(created.lastModified()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(catalog.describe("f")).isEqualTo(created);
        assertThat(catalog.describe("000000000000:function:f:$LATEST")).isEqualTo(created.withArn(ARN + ":$LATEST"));
        assertThat(catalog.functions()).containsExactly(created);
    }

    @Test
    void functionWithABrokenHandlerIsCreatedAndFailsWhenInvoked() {
        catalog.create(spec("example.handlers.Absent"));

        assertThat(fixture.invoke("{}").functionError()).isEqualTo("Unhandled");
    }

    @Test
    void everyChangeHasARevisionAndAnOldOneIsRefused() {
        FunctionDescription created = create();

        FunctionDescription changed = catalog.update(
                "f", Optional.of(created.revisionId()), old -> spec(old.handler(), Duration.ofSeconds(9)));

        assertThat(changed.revisionId()).isNotEqualTo(created.revisionId());
        assertThat(catalog.describe("f").spec().timeout()).isEqualTo(Duration.ofSeconds(9));
        assertRefused(
                () -> catalog.update("f", Optional.of(created.revisionId()), old -> old),
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id");
    }

    @Test
    void changedHandlerRunsFromTheNextInvocationOn() {
        catalog.create(spec("example.handlers.CountingHandler"));
        fixture.call("{}");

        catalog.update("f", Optional.empty(), old -> spec("example.handlers.MisbehavingHandler::throwing"));

        assertThat(fixture.invoke("{}").succeeded()).isFalse();
    }

    @Test
    void publishedVersionKeepsItsCodeAndPublishingAgainGivesItOnceMore() throws IOException {
        Path code = FunctionFolder.python(folder.resolve("py"), "def handler(e, c): return ['v1', c.function_version]");
        catalog.create(new FunctionSpec("f", "python3.11", "app.handler", code, Duration.ofSeconds(30), 128, Map.of()));
        FunctionDescription first = publish();
        FunctionDescription again = publish();

        FunctionFolder.python(folder.resolve("py"), "def handler(e, c): return ['v2', c.function_version]");
        String latest = fixture.call("{}");
        FunctionDescription second = publish();

        assertThat(first.arn()).isEqualTo(ARN + ":1");
        assertThat(again).isEqualTo(first);
        assertThat(second.version()).isEqualTo("2");
        assertThat(latest).isEqualTo("[\"v2\", \"$LATEST\"]");
        assertThat(call("f:1")).isEqualTo("[\"v1\", \"1\"]");
        assertThat(call("f:2")).isEqualTo("[\"v2\", \"2\"]");
        assertThat(catalog.versions("f"))
                .extracting(FunctionDescription::version)
                .containsExactly("$LATEST", "1", "2");
    }

    @Test
    void publishingOtherCodeThanMeantIsRefused() {
        String actual = create().codeSha256();

        assertRefused(
                () -> catalog.publish("f", Optional.empty(), Optional.empty(), Optional.of("x")),
                "InvalidParameterValueException",
                "CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (%s). Please try again with the CodeSHA256 in $LATEST."
                        .formatted(actual));
    }

    @Test
    void aliasRunsItsVersionAndSharesInvocationsOut() {
        twoVersions();
        catalog.createAlias("f", new FunctionAlias("live", "1", "", Map.of("2", 0.25), ""));

        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            versions.add(fixture.functions()
                    .invoke("f:live", Bytes.utf8("{}"))
                    .toCompletableFuture()
                    .join()
                    .executedVersion());
        }

        assertThat(versions).containsExactly("1", "1", "1", "2", "1", "1", "1", "2");
        assertThat(catalog.describe("f:live").arn()).isEqualTo(ARN + ":live");
        assertThat(catalog.describe("f:live").version()).isEqualTo("1");
    }

    @Test
    void aliasIsChangedAndDeleted() {
        twoVersions();
        FunctionAlias created = catalog.createAlias("f", new FunctionAlias("live", "1", "", Map.of(), ""));

        FunctionAlias changed = catalog.updateAlias(
                "f",
                "live",
                Optional.of(created.revisionId()),
                old -> new FunctionAlias("live", "2", "now", Map.of(), ""));

        assertThat(catalog.alias("f", "live")).isEqualTo(changed);
        assertThat(changed.revisionId()).isNotEqualTo(created.revisionId());
        assertRefused(
                () -> catalog.updateAlias("f", "live", Optional.of(created.revisionId()), old -> old),
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id");
        assertRefused(
                () -> catalog.delete("f:2"),
                "ResourceConflictException",
                "Unable to delete version because the following aliases reference it: [live]");
        catalog.deleteAlias("f", "live");
        catalog.delete("f:2");
        assertThat(catalog.aliases("f")).isEmpty();
        assertRefused(
                () -> catalog.alias("f", "live"),
                "ResourceNotFoundException",
                "Cannot find alias arn: " + ARN + ":live");
        assertRefused(() -> call("f:2"), "ResourceNotFoundException", "Function not found: " + ARN + ":2");
    }

    @Test
    void aliasThatCannotBeIsRefused() {
        twoVersions();
        catalog.createAlias("f", new FunctionAlias("live", "1", "", Map.of(), ""));

        assertRefused(
                () -> catalog.createAlias("f", new FunctionAlias("live", "1", "", Map.of(), "")),
                "ResourceConflictException",
                "Alias already exists: " + ARN + ":live");
        assertRefused(
                () -> catalog.createAlias("f", new FunctionAlias("a", "9", "", Map.of(), "")),
                "ResourceNotFoundException",
                "Function not found: " + ARN + ":9");
        assertRefused(
                () -> catalog.createAlias("f", new FunctionAlias("a", "$LATEST", "", Map.of("1", 0.5), "")),
                "InvalidParameterValueException",
                "$LATEST is not supported for an alias pointing to more than 1 version");
        assertRefused(
                () -> catalog.createAlias("f", new FunctionAlias("a", "1", "", Map.of("1", 0.5), "")),
                "InvalidParameterValueException",
                "Invalid function version 1. Function version 1 is already included in routing configuration.");
    }

    @Test
    void deletedFunctionIsGoneWithAllItsVersions() {
        twoVersions();

        catalog.delete("f");

        assertRefused(() -> catalog.describe("f"), "ResourceNotFoundException", "Function not found: " + ARN);
        assertRefused(() -> call("f:1"), "ResourceNotFoundException", "Function not found: " + ARN + ":1");
        assertThat(create().version()).isEqualTo("$LATEST");
    }

    @Test
    void latestCannotBeDeletedAlone() {
        create();

        assertRefused(
                () -> catalog.delete("f:$LATEST"),
                "InvalidParameterValueException",
                "$LATEST version cannot be deleted without deleting the function.");
    }

    @Test
    void zipThatIsKeptIsThereAsLongAsSomeVersionHasIt() throws IOException {
        Bytes zip = Bytes.wrap(Files.readAllBytes(FunctionFolder.zip(folder)));
        Path first = catalog.keepCode(zip);
        Path second = catalog.keepCode(zip);
        catalog.create(withCode(first));
        publish();

        catalog.update("f", Optional.empty(), old -> withCode(second));
        boolean keptForTheVersion = Files.exists(first);
        catalog.delete("f:1");

        assertThat(keptForTheVersion).isTrue();
        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(fixture.call("{}")).isNotEmpty();
        assertThat(catalog.describe("f").codeSize()).isEqualTo(zip.length());
    }

    @Test
    void zipThatCannotBeOpenedIsRefused() {
        assertRefused(
                () -> catalog.keepCode(Bytes.utf8("no zip")),
                "InvalidParameterValueException",
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    @Test
    void settingsOfAsynchronousInvocationsAreKeptForEachQualifier() {
        twoVersions();
        var once =
                new FunctionOptions.Events(OptionalInt.of(0), OptionalLong.of(60), Optional.empty(), Optional.empty());

        catalog.setEvents("f", Optional.of(once));
        catalog.setEvents("f:1", Optional.of(FunctionOptions.Events.DEFAULT));

        assertThat(catalog.events("f")).contains(once);
        assertThat(catalog.events("f:$LATEST")).contains(once);
        assertThat(catalog.events("f:2")).isEmpty();
        assertThat(catalog.allEvents("f"))
                .isEqualTo(Map.of(ARN + ":$LATEST", once, ARN + ":1", FunctionOptions.Events.DEFAULT));
        catalog.setEvents("f", Optional.empty());
        assertThat(catalog.events("f")).isEmpty();
    }

    @Test
    void tagsAndReservedConcurrencyDoNotMakeARevision() {
        FunctionDescription created = create();

        catalog.setTags("f", Map.of("team", "iot"));
        catalog.reserveConcurrency("f", OptionalInt.of(3));

        FunctionOptions options = catalog.describe("f").spec().options();
        assertThat(options.tags()).isEqualTo(Map.of("team", "iot"));
        assertThat(options.reservedConcurrency()).hasValue(3);
        assertThat(catalog.describe("f").revisionId()).isEqualTo(created.revisionId());
    }

    @Test
    void functionWithoutConcurrencyIsThrottled() {
        create();

        catalog.reserveConcurrency("f", OptionalInt.of(0));

        assertThatThrownBy(() -> call("f"))
                .hasCauseInstanceOf(AwsException.class)
                .cause()
                .isInstanceOfSatisfying(AwsException.class, refusal -> {
                    assertThat(refusal.httpStatus()).isEqualTo(429);
                    assertThat(refusal.members())
                            .containsEntry("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
                });
    }

    private FunctionDescription create() {
        return catalog.create(spec(CONTEXT));
    }

    private void twoVersions() {
        create();
        publish();
        catalog.update("f", Optional.empty(), old -> spec(old.handler(), Duration.ofSeconds(9)));
        publish();
    }

    private FunctionDescription publish() {
        return catalog.publish("f", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private FunctionSpec spec(String handler) {
        return spec(handler, Duration.ofSeconds(30));
    }

    private FunctionSpec spec(String handler, Duration timeout) {
        return new FunctionSpec("f", "java17", handler, folder, timeout, 128, Map.of());
    }

    private static FunctionSpec withCode(Path code) {
        return new FunctionSpec("f", "java17", CONTEXT, code, Duration.ofSeconds(30), 128, Map.of());
    }

    private String call(String function) {
        return fixture.functions()
                .invoke(function, Bytes.utf8("{}"))
                .toCompletableFuture()
                .join()
                .payload()
                .utf8();
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call)
                .extracting(thrown -> thrown instanceof AwsException ? thrown : thrown.getCause())
                .isInstanceOfSatisfying(AwsException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal).hasMessage(message);
                });
    }
}
