package dev.penstock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README stays true: what it shows is what the build runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)\\)");

    @Test
    void firstCodeBlockIsTheTestThatTheBuildRuns() throws IOException {
        String source = Files.readString(ROOT.resolve(
                "examples/warning-events/src/test/java/dev/penstock/examples/warnings/WarningEventsIT.java"));

        assertThat(first(JAVA_BLOCK, readme())).isEqualTo(source.substring(source.indexOf("import ")));
    }

    @Test
    void testCommandIsTheOneOfCi() throws IOException {
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("mvn -B -ntp verify");
        assertThat(readme()).contains("\nmvn -B -ntp verify\n");
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Matcher links = LINK.matcher(readme());
        while (links.find()) {
            assertThat(ROOT.resolve(links.group(1))).exists();
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("a match of " + pattern).isTrue();
        return matcher.group(1);
    }
}
