package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which method is called, and what it is given. Source: Lambda Developer Guide, "Define Lambda function handler in Java". */
class HandlerShapeTest {
    private static final String READING = "{\"deviceId\":\"d1\",\"temperature\":51}";

    @TempDir
    private static Path code;

    @BeforeAll
    static void copyCode() throws IOException {
        FunctionFolder.java(code);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OverloadedHandlers$Four::h | \"(InputStream,OutputStream,Context)\"",
                "OverloadedHandlers$Two::h | \"(Map,Context)\"",
                "OverloadedHandlers$Rejected::h | \"(Map)\"",
                "OverloadedHandlers$Shapes::seen | \"nothing\"",
                "OverloadedHandlers$Shapes::contextOnly | \"f\"",
                "OverloadedHandlers$Shapes::ignoringReturn | null",
                "OverloadedHandlers$Shapes::inputAndContext | null",
                "OverloadedHandlers$Shapes::outputOnly | \"out\"",
                "OverloadedHandlers$Shapes::outputAndContext | \"f\"",
                "OverloadedHandlers$Shapes::empty | null",
                "OverloadedHandlers$Both | \"interface\"",
                "OverloadedHandlers$Both::handleRequest | \"interface\"",
                "OverloadedHandlers$Both::handleCustom | \"custom\"",
                "OverloadedHandlers$Child::handleCustom | \"custom\""
            })
    void methodIsChosenByItsParameters(String handler, String result) {
        try (OneEnvironment environment = OneEnvironment.of(code, handler)) {
            assertThat(environment.call("{}")).isEqualTo(result);
        }
    }

    @Test
    void overloadsThatCannotBeCalledAreNamedInTheLog() {
        try (OneEnvironment environment =
                OneEnvironment.of(code, "OverloadedHandlers$Rejected::h").ready()) {
            assertThat(environment.lines())
                    .contains(
                            "WARNING: Ignoring an overload of method h: it has 4 parameters, and at most 3 can be given",
                            "WARNING: Ignoring an overload of method h: its first of two parameters is Context")
                    .hasSize(6);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"Sub, Reading d1 51.0", "Deep, Reading d1 51.0", "Bounded, Reading d1 51.0", "ByInterface, Reading d1"})
    void eventTypeIsFoundUpTheHierarchy(String handler, String result) {
        try (OneEnvironment environment = OneEnvironment.of(code, "GenericHandlers$" + handler)) {
            assertThat(environment.call(READING)).isEqualTo("\"" + result + "\"");
        }
    }

    @Test
    void elementsOfAListAreOfItsType() {
        try (OneEnvironment environment = OneEnvironment.of(code, "GenericHandlers$Readings")) {
            assertThat(environment.call("[" + READING + "," + READING + "]")).isEqualTo("102");
        }
    }

    @Test
    void eventThatNobodyTakesIsNotRead() {
        try (OneEnvironment environment = OneEnvironment.of(code, "OverloadedHandlers$Shapes::seen")) {
            assertThat(environment.call("not JSON")).isEqualTo("\"nothing\"");
        }
    }
}
