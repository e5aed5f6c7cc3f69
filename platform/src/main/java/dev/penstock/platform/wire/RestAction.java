package dev.penstock.platform.wire;

import java.util.concurrent.CompletionStage;

/**
 * A REST-JSON API action that says all of its answer: status, headers and body. An {@code AwsException}, thrown or as the
 * failure of the stage, is answered as for a {@link RestOperation}.
 */
@FunctionalInterface
public interface RestAction {

    CompletionStage<WireResponse> call(RestInput input);
}
