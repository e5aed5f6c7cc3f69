package dev.penstock.rules.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundProvidersTest {
    @TempDir
    private Path folder;

    @Test
    void providersOfTheClassPathAreFoundAndMadeAnew() throws IOException {
        List<ActionProvider> first = found(Fine.class);
        List<ActionProvider> second = found(Fine.class);

        assertThat(first).extracting(ActionProvider::kind).contains("fine", "appendToFile");
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    void builtInKindIsTaken() {
        assertThatThrownBy(() -> found(ClaimsKinesis.class))
                .isInstanceOf(StartException.class)
                .hasMessage(ClaimsKinesis.class.getName()
                        + " claims the action 'kinesis', which Penstock has itself; choose another kind");
    }

    @Test
    void twoOfOneKindAreRefused() {
        assertThatThrownBy(() -> found(Fine.class, FineToo.class))
                .isInstanceOf(StartException.class)
                .hasMessage("%s and %s both claim the action 'fine'; take one of them off the class path"
                        .formatted(Fine.class.getName(), FineToo.class.getName()));
    }

    @Test
    void providerThatCannotBeMadeIsNamed() {
        assertThatThrownBy(() -> found(NotMade.class))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(NotMade.class.getName())
                .hasMessageContaining("see docs/actions.md");
    }

    @Test
    void kindMustBeAName() {
        assertThatThrownBy(() -> found(BadName.class))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("calls its kind of action 'bad name'");
    }

    private List<ActionProvider> found(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve(ActionProvider.class.getName()),
                List.of(providers).stream().map(Class::getName).toList());
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            return FoundProviders.in(classes, Set.of("kinesis"));
        }
    }

    public static class Fine implements ActionProvider {
        @Override
        public String kind() {
            return "fine";
        }

        @Override
        public Action create(ActionParameters parameters) {
            throw new UnsupportedOperationException();
        }
    }

    public static final class FineToo extends Fine {}

    public static final class ClaimsKinesis extends Fine {
        @Override
        public String kind() {
            return "kinesis";
        }
    }

    public static final class BadName extends Fine {
        @Override
        public String kind() {
            return "bad name";
        }
    }

    public static final class NotMade extends Fine {
        public NotMade() {
            throw new IllegalStateException("no");
        }
    }
}
