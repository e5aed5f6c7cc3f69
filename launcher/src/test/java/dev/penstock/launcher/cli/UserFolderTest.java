package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFolderTest {

    @Test
    void authorityIsKeptInTheHomeWhenNothingElseIsSaid(@TempDir Path home) {
        Settings kept = new UserFolder(home).keepAuthority(Settings.defaults());

        assertThat(kept.broker().identities().folder()).contains(home.resolve(".penstock"));
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void folderOfTheSettingsWins(@TempDir Path home) {
        Settings settings = Settings.defaults();
        Settings chosen = settings.withBroker(
                settings.broker().withIdentities(settings.broker().identities().withDataFolder(home.resolve("mine"))));

        Settings kept = new UserFolder(home).keepAuthority(chosen);

        assertThat(kept.broker().identities().folder()).contains(home.resolve("mine"));
    }

    @Test
    void homeThatIsNotThereKeepsNothing(@TempDir Path home) {
        Settings kept = new UserFolder(home.resolve("gone")).keepAuthority(Settings.defaults());

        assertThat(kept.broker().identities().folder()).isEmpty();
    }
}
