package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rules.ExternalServices.Secret;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextsTest {
    private final SecretTexts secrets = new SecretTexts(Map.of("my/key", new Secret("abc", null)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my/key",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:my/key",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:my/key-a1B2c3"
            })
    void secretIsFoundByNameAndArn(String id) {
        assertThat(secrets.secret(id)).succeedsWithin(Duration.ZERO).isEqualTo(new Secret("abc", null));
    }

    @Test
    void missingSecretSaysWhereToPutIt() {
        assertThat(secrets.secret("other"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .withMessage("Secrets Manager can't find the specified secret 'other';"
                        + " name it under rules.secrets in penstock.yaml");
    }
}
