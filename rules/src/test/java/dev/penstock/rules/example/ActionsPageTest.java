package dev.penstock.rules.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.spi.ActionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page shows the example as it is compiled and run. */
class ActionsPageTest {
    private static final String SOURCE = "src/test/java/dev/penstock/rules/example/AppendToFile.java";

    @Test
    void exampleOnThePageIsTheOneThatRuns() throws IOException {
        String page = Files.readString(Path.of("../docs/actions.md"));

        assertThat(page).contains("```java\n" + Files.readString(Path.of(SOURCE)) + "```\n");
    }

    @Test
    void serviceFileOnThePageIsRight() throws IOException {
        String page = Files.readString(Path.of("../docs/actions.md"));

        assertThat(page)
                .contains("META-INF/services/" + ActionProvider.class.getName())
                .contains("```\n" + AppendToFile.class.getName() + "\n```");
    }
}
