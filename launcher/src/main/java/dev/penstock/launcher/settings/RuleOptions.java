package dev.penstock.launcher.settings;

import dev.penstock.rules.ExternalServices.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules can ask for beside the pipeline itself.
 *
 * @param objectFolder {@code <bucket>/<key>} below it stand for the objects of S3; null when there are none
 * @param secrets by name; empty when there are none
 * @param actions how actions are run
 */
public record RuleOptions(@Nullable Path objectFolder, Map<String, Secret> secrets, ActionOptions actions) {
    /** Neither objects nor secrets. */
    public static final RuleOptions NONE = new RuleOptions(null, Map.of());

    public RuleOptions {
        secrets = Map.copyOf(secrets);
    }

    /** With the usual actions. */
    public RuleOptions(@Nullable Path objectFolder, Map<String, Secret> secrets) {
        this(objectFolder, secrets, ActionOptions.DEFAULT);
    }

    public RuleOptions withActions(ActionOptions other) {
        return new RuleOptions(objectFolder, secrets, other);
    }

    /** The folder that stands for S3. */
    public Optional<Path> objects() {
        return Optional.ofNullable(objectFolder);
    }

    /** Names only: secrets do not belong into logs. */
    @Override
    public String toString() {
        return "RuleOptions[objectFolder=%s, secrets=%s, actions=%s]"
                .formatted(objectFolder, secrets.keySet(), actions);
    }
}
