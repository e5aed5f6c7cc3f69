package dev.penstock.rules.destination;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** How confirmation is asked for. */
public interface Challenge {

    /**
     * Checks a confirmation URL without reaching it.
     *
     * @throws dev.penstock.platform.aws.AwsException InvalidRequestException when it can never be used
     */
    void check(String confirmationUrl);

    /**
     * Sends the request to confirm a destination.
     *
     * @param enableUrl what confirms it when it is read
     * @return fails when the request could not be delivered or was answered with an error
     */
    CompletionStage<Void> send(Destination destination, String token, URI enableUrl);
}
