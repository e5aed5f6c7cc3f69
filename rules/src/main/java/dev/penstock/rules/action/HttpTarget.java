package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.http.Reach;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.Field;
import java.util.Optional;

/** {@code url} and {@code confirmationUrl} of an {@code http} action. */
final class HttpTarget {
    private final Field url;
    private final Optional<Field> confirmationUrl;

    /** @throws AwsException InvalidRequestException when they cannot work */
    HttpTarget(ActionParameters parameters, Reach reach) {
        url = parameters.template("url");
        confirmationUrl = parameters.optionalTemplate("confirmationUrl");
        if (!url.isVariable()) {
            refuse(parameters, "url", reach.problem(url.template()));
        }
        if (confirmationUrl.isEmpty()) {
            if (url.isVariable()) {
                throw parameters.invalid("confirmationUrl", "it is needed because the url has a template");
            }
            return;
        }
        Field confirmation = confirmationUrl.get();
        if (!url.template().startsWith(confirmation.template())) {
            throw parameters.invalid(
                    "confirmationUrl",
                    "the url '%s' must begin with it, and '%s' is something else"
                            .formatted(url.template(), confirmation.template()));
        }
        if (!confirmation.isVariable()) {
            refuse(parameters, "confirmationUrl", reach.problem(confirmation.template()));
        }
    }

    private static void refuse(ActionParameters parameters, String name, Optional<String> problem) {
        problem.ifPresent(text -> {
            throw parameters.invalid(name, text);
        });
    }

    /** Where the destination that the rule needs is confirmed; empty when only a message tells. */
    Optional<String> constantConfirmationUrl() {
        Field confirmation = confirmationUrl.orElse(url);
        return confirmation.isVariable() ? Optional.empty() : Optional.of(confirmation.template());
    }

    String url(ActionInput input) {
        return input.value(url);
    }

    /** @throws AwsException when what the templates gave does not fit together */
    void check(ActionInput input) {
        confirmationUrl.map(input::value).ifPresent(confirmation -> {
            if (!url(input).startsWith(confirmation)) {
                throw JsonParameters.invalidRequest("the url '%s' does not begin with the confirmationUrl '%s'"
                        .formatted(url(input), confirmation));
            }
        });
    }
}
