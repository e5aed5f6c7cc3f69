package dev.penstock.rules.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case that can be run.
 *
 * @param sql null when a template is evaluated against the payload alone
 * @param template null when the outgoing payload is looked at
 * @param isRepublishTopic whether a leading {@code $$} of the template stands for {@code $}
 * @param ruleName empty when it does not matter
 */
record CaseDefinition(
        CaseHead head,
        @Nullable String sql,
        String sqlVersion,
        @Nullable String template,
        boolean isRepublishTopic,
        String ruleName,
        CaseMessage message,
        Fixtures fixtures,
        List<Expectation> expectations) {

    CaseDefinition {
        expectations = List.copyOf(expectations);
    }
}
