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
        Files.writeString(folder.resolve("a.rule.yaml"), block("yaml", 0));
        Files.writeString(folder.resolve("b.jsonl"), block("json", 0));

        List<RuleCase> cases = cases();

        assertThat(cases)
                .hasSize(3)
                .allSatisfy(one ->
                        assertThat(one.run().passed()).as(one.run().toString()).isTrue());
    }

    @Test
    void fixturesAreUnderstood() throws IOException {
        Files.writeString(folder.resolve("a.rule.yaml"), """
                sql: SELECT aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:enrich', *).doubled AS r FROM 't'
                sqlVersion: '2016-03-23'
                samples:
                  - {name: known input, topic: t, payload: {v: 21}, expect: {r: 42}}
                  - {name: any other, topic: t, payload: {v: 1}, expectNoMatch: true}
                """ + block("yaml", 1).replace("ClwKDXJl...", "ClwKDXJl"));

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

    private static String block(String language, int index) throws IOException {
        Matcher blocks = Pattern.compile("```%s\\n(.*?)```".formatted(language), Pattern.DOTALL)
                .matcher(reference());
        for (int i = 0; i <= index; i++) {
            assertThat(blocks.find())
                    .as("block %d of %s".formatted(i, language))
                    .isTrue();
        }
        return blocks.group(1);
    }

    private static String reference() throws IOException {
        return Files.readString(DOCS.resolve("rules.md"));
    }
}
