package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildOutputTest {
    private final List<String> lines = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();

    private void read(String printed) throws IOException {
        ChildOutput output = new ChildOutput(lines::add, text -> text.startsWith("id") && marks.add(text));
        output.readAll(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesAreLoggedWithoutTheirEnds() throws IOException {
        read("one\r\n\ntwo\nno end");

        assertThat(lines).containsExactly("one", "", "two", "no end");
    }

    @Test
    void markEndsALineAndIsNotLogged() throws IOException {
        read("before\u001eid-1\nafter\n");

        assertThat(lines).containsExactly("before", "after");
        assertThat(marks).containsExactly("id-1");
    }

    @Test
    void whatOnlyLooksLikeAMarkIsLogged() throws IOException {
        read("\u001eother\n");

        assertThat(lines).containsExactly("\u001eother");
        assertThat(marks).isEmpty();
    }

    @Test
    void longLinesAreCutBetweenCharacters() throws IOException {
        String text = "x" + "é".repeat(100_000);

        read(text);

        assertThat(String.join("", lines)).isEqualTo(text);
        assertThat(lines)
                .hasSizeGreaterThan(3)
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(64 * 1024));
    }
}
