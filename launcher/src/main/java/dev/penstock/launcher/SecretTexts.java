package dev.penstock.launcher;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.ExternalServices.Secret;
import dev.penstock.rules.ExternalServices.SecretReader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Secrets of the settings file, by name or ARN. */
final class SecretTexts implements SecretReader {
    /** What Secrets Manager adds to the name in an ARN. */
    private static final String SUFFIX = "-[a-zA-Z0-9]{6}$";

    private static final String TYPE = "secret:";

    private final Map<String, Secret> secrets;

    SecretTexts(Map<String, Secret> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    @Override
    public CompletionStage<Secret> secret(String id) {
        String name = name(id);
        Secret found = secrets.get(name);
        Secret secret = found == null ? secrets.get(name.replaceFirst(SUFFIX, "")) : found;
        return secret == null
                ? CompletableFuture.failedFuture(new AwsException(
                        "ResourceNotFoundException",
                        400,
                        "Secrets Manager can't find the specified secret '%s'; name it under rules.secrets in penstock.yaml"
                                .formatted(id)))
                : CompletableFuture.completedFuture(secret);
    }

    private static String name(String id) {
        if (!Arn.looksLike(id)) {
            return id;
        }
        int at = id.indexOf(TYPE);
        return at < 0 ? id : id.substring(at + TYPE.length());
    }
}
