package dev.penstock.rules.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/rules.md says is supported is what the registries and the conformance cases say. */
class RulesReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "rules.md");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/rules.md is stale; write it again with: mvn -Pquick -pl rules -am test -Dtest=RulesReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final String BLOCK = "(<!-- generated: %s -->\n).*?(<!-- end -->)";

    @Test
    void referenceSaysWhatIsThere() throws IOException {
        String committed = Files.readString(FILE);

        String current = withBlocks(committed);

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, current);
        } else {
            assertThat(committed).as(HOW_TO).isEqualTo(current);
        }
    }

    private static String withBlocks(String text) {
        String result = text;
        for (Map.Entry<String, String> block : blocks().entrySet()) {
            Matcher place = Pattern.compile(BLOCK.formatted(block.getKey()), Pattern.DOTALL)
                    .matcher(result);
            assertThat(place.find())
                    .as("docs/rules.md has the block " + block.getKey())
                    .isTrue();
            result = place.replaceFirst("$1" + Matcher.quoteReplacement("\n" + block.getValue() + "\n") + "$2");
        }
        return result;
    }

    private static Map<String, String> blocks() {
        ConformanceResults results = ConformanceResults.run();
        Map<String, String> blocks = new LinkedHashMap<>();
        blocks.put("functions", new FunctionTable(results).text());
        blocks.put("operators", TypeTables.operators());
        blocks.put("casts", TypeTables.casts());
        blocks.put("actions", ActionTable.running());
        blocks.put("recorded actions", ActionTable.recorded());
        blocks.put("conformance", results.text());
        return blocks;
    }
}
