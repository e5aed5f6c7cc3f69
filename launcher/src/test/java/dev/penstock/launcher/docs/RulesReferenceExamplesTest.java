package dev.penstock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.ruletest.CaseFile;
import dev.penstock.launcher.ruletest.CaseFiles;
import dev.penstock.rules.RuleCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the rules reference can be pasted. */
class RulesReferenceExamplesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+\\.md)[^)]*\\)");

    @TempDir
    private Path folder;

    @Test
    void examplesOfBothFormatsPass() throws IOException {
        Files.writeString(folder.resolve("a.rule.yaml"), block("### `*.rule.yaml`", "yaml"));
        Files.writeString(folder.resolve("b.jsonl"), block("### `*.jsonl`", "json"));

        List<RuleCase> cases = cases();

        assertThat(cases)
                .hasSize(3)
                .allSatisfy(one ->
                        assertThat(one.run().passed()).as(one.run().toString()).isTrue());
    }

    @Test
    void fixturesAreUnderstood() throws IOException {
        Files.writeString(
                folder.resolve("a.rule.yaml"),
                """
                sql: SELECT aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:enrich', *).doubled AS r FROM 't'
                sqlVersion: '2016-03-23'
                samples:
                  - {name: known input, topic: t, payload: {v: 21}, expect: {r: 42}}
                  - {name: any other, topic: t, payload: {v: 1}, expectNoMatch: true}
                """ + block("Fixtures, of which any", "yaml").replace("ClwKDXJl...", "ClwKDXJl"));

        List<RuleCase> cases = cases();

        assertThat(cases)
                .hasSize(2)
                .allSatisfy(one ->
                        assertThat(one.run().passed()).as(one.run().toString()).isTrue());
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Matcher links = LINK.matcher(reference());
        while (links.find()) {
            assertThat(DOCS.resolve(links.group(1))).exists();
        }
    }

    private List<RuleCase> cases() throws IOException {
        List<RuleCase> cases = new ArrayList<>();
        for (CaseFile file : CaseFiles.find(List.of(folder))) {
            try (Stream<RuleCase> read = file.cases()) {
                read.forEach(cases::add);
            }
        }
        return cases;
    }

    /** The first block after this text: blocks of other sections may come and go. */
    private static String block(String after, String language) throws IOException {
        String reference = reference();
        int start = reference.indexOf(after);
        assertThat(start).as("the place of " + after).isNotNegative();
        Matcher blocks = Pattern.compile("```%s\\n(.*?)```".formatted(language), Pattern.DOTALL)
                .matcher(reference);
        assertThat(blocks.find(start))
                .as("%s after %s".formatted(language, after))
                .isTrue();
        return blocks.group(1);
    }

    private static String reference() throws IOException {
        return Files.readString(DOCS.resolve("rules.md"));
    }
}
