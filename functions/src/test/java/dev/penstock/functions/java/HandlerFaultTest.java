package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionFolder;
import dev.penstock.functions.runtime.CodeFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered when the handler cannot be used, and when. Texts and types as AWS's Java runtime has them. */
class HandlerFaultTest {
    private static final int MAJOR_VERSION_AT = 7;

    @TempDir
    private Path code;

    @BeforeEach
    void copyCode() throws IOException {
        FunctionFolder.java(code);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Missing | {\"errorMessage\":\"Class not found: example.handlers.Missing\",\"errorType\":\"java.lang.ClassNotFoundException\"}",
                "BrokenHandlers$NoHandler | {\"errorMessage\":\"Class does not implement an appropriate handler interface: example.handlers.BrokenHandlers$NoHandler\"}",
                "BrokenHandlers$Raw | {\"errorMessage\":\"Class example.handlers.BrokenHandlers$Raw does not implement RequestHandler with concrete type parameters\"}",
                "GenericHandlers$Open | {\"errorMessage\":\"Class example.handlers.GenericHandlers$Open does not implement RequestHandler with concrete type parameters: parameter T has no upper bound.\"}",
                "GenericHandlers$ByGenericInterface | {\"errorMessage\":\"Invalid class signature for RequestHandler. Expected two generic types, got 1\"}",
                "BrokenHandlers$NeedsArgument | {\"errorMessage\":\"Class example.handlers.BrokenHandlers$NeedsArgument has no public zero-argument constructor\",\"errorType\":\"java.lang.Exception\"}",
                "BrokenHandlers$Inner | {\"errorMessage\":\"Class example.handlers.BrokenHandlers$Inner cannot be instantiated because it is a non-static inner class\",\"errorType\":\"java.lang.Exception\"}",
                "BrokenHandlers$Abstract | {\"errorMessage\":\"java.lang.InstantiationException\",\"errorType\":\"java.lang.InstantiationException\"}",
                "PojoHandler::absent | {\"errorMessage\":\"No public method named absent with appropriate method signature found on class example.handlers.PojoHandler\"}",
                "PojoHandler:: | {\"errorMessage\":\"Invalid handler: `example.handlers.PojoHandler::'\"}"
            })
    void handlerThatDoesNotFitIsAnsweredAtEachInvocation(String handler, String document) {
        try (OneEnvironment environment = OneEnvironment.of(code, handler)) {
            assertThat(environment.invoke("{}").payload().utf8()).isEqualTo(document);
            assertThat(environment.invoke("{}").payload().utf8()).isEqualTo(document);
            assertThat(environment.environment().isAlive()).isTrue();
            assertThat(environment.environment().fault()).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BrokenHandlers$ThrowingConstructor | {\"errorMessage\":\"no table\",\"errorType\":\"java.lang.IllegalStateException\"}",
                "BrokenHandlers$ThrowingStatic | {\"errorMessage\":\"Error loading class example.handlers.BrokenHandlers$ThrowingStatic\",\"errorType\":\"java.lang.ExceptionInInitializerError\"}",
                "BrokenHandlers$Exiting | {\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: id Error: Runtime exited with error: exit status 3\"}"
            })
    void startCodeThatFailsIsAnInitError(String handler, String document) {
        try (OneEnvironment environment = OneEnvironment.of(code, handler)) {
            assertThat(environment.initFailure().document("id").utf8()).isEqualTo(document);
            assertThat(environment.environment().isAlive()).isFalse();
        }
    }

    @Test
    void initErrorIsLoggedWithItsCause() {
        try (OneEnvironment environment = OneEnvironment.of(code, "BrokenHandlers$ThrowingStatic")) {
            assertThat(environment.initFailure()).hasMessageContaining("caused by java.lang.NumberFormatException");
            assertThat(environment.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Error loading class example.handlers.BrokenHandlers$ThrowingStatic:"
                            + " java.lang.ExceptionInInitializerError\njava.lang.ExceptionInInitializerError\n")
                    .contains("Caused by: java.lang.NumberFormatException: For input string: \"seven\"")
                    .doesNotContain("dev.penstock");
        }
    }

    @Test
    void missingSuperclassIsAnsweredOnceAndEndsTheEnvironment() throws IOException {
        CodeFolder.deleteTree(code.resolve("lib"));
        Files.delete(code.resolve("example/handlers/OverloadedHandlers$Both.class"));

        try (OneEnvironment environment = OneEnvironment.of(code, "OverloadedHandlers$Child")) {
            JsonNode document = environment.error("{}");

            assertThat(document.get("errorMessage").asText())
                    .isEqualTo("Error loading class example.handlers.OverloadedHandlers$Child:"
                            + " example/handlers/OverloadedHandlers$Both");
            assertThat(document.get("errorType").asText()).isEqualTo("java.lang.NoClassDefFoundError");
            assertThat(environment.environment().isAlive()).isFalse();
        }
    }

    @Test
    void classOfANewerJavaIsNamedWithTheJavaItNeeds() throws IOException {
        Path file = code.resolve("example/handlers/CountingHandler.class");
        byte[] classFile = Files.readAllBytes(file);
        classFile[MAJOR_VERSION_AT] = 99;
        Files.write(file, classFile);

        try (OneEnvironment environment = OneEnvironment.of(code, "CountingHandler")) {
            assertThat(environment.initFailure().document("id").utf8())
                    .contains("\"errorType\":\"java.lang.UnsupportedClassVersionError\"")
                    .contains("has been compiled for Java 55 (class file version 99.0)")
                    .contains("let the function run in fork mode with such a Java");
        }
    }

    @Test
    void customSerializerOfTheFunctionIsUsed() throws IOException {
        provide("example.handlers.UpperCaseSerializer");

        try (OneEnvironment environment = OneEnvironment.of(code, "PojoHandler::echo")) {
            assertThat(environment.call("whatever")).isEqualTo("WHATEVER!");
        }
    }

    @Test
    void twoCustomSerializersAreAFault() throws IOException {
        provide("example.handlers.UpperCaseSerializer\nexample.handlers.UpperCaseSerializer$Other\n");

        try (OneEnvironment environment = OneEnvironment.of(code, "PojoHandler::echo")) {
            assertThat(environment.error("{}").toString())
                    .isEqualTo(
                            "{\"errorMessage\":\"Too many serializers provided inside the META-INF/services folder, only one is allowed\","
                                    + "\"errorType\":\"com.amazonaws.services.lambda.runtime.api.client.TooManyServiceProvidersFoundException\"}");
        }
    }

    private void provide(String serializers) throws IOException {
        Path services = Files.createDirectories(code.resolve("META-INF/services"));
        Files.writeString(
                services.resolve("com.amazonaws.services.lambda.runtime.CustomPojoSerializer"),
                serializers,
                StandardCharsets.UTF_8);
    }
}
