package dev.penstock.launcher.cli;

import dev.penstock.broker.IdentitySettings;
import dev.penstock.launcher.settings.BrokerOptions;
import dev.penstock.launcher.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code .penstock} in the user's home: there the command line keeps the certificate authority, so that devices that
 * trust it once trust it in every project and after every restart. Pipelines of tests keep nothing.
 */
record UserFolder(Path home) {
    private static final Logger log = LoggerFactory.getLogger("penstock");

    static UserFolder ofThisUser() {
        return new UserFolder(Path.of(System.getProperty("user.home", ".")));
    }

    Path path() {
        return home.resolve(".penstock");
    }

    /** Keeps the authority here when the settings do not say where. */
    Settings keepAuthority(Settings settings) {
        BrokerOptions broker = settings.broker();
        IdentitySettings identities = broker.identities();
        if (identities.folder().isPresent()) {
            return settings;
        }
        Path folder = path();
        if (!Files.isWritable(Files.exists(folder) ? folder : home)) {
            log.warn(
                    "'{}' cannot be written: the certificate authority is made anew at each start; set broker.dataDir to keep it",
                    folder);
            return settings;
        }
        return settings.withBroker(broker.withIdentities(identities.withDataFolder(folder)));
    }
}
