package dev.penstock.broker.dataplane;

import dev.penstock.broker.shadow.ShadowError;
import dev.penstock.broker.shadow.ShadowId;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.platform.wire.WireResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * GetThingShadow, UpdateThingShadow, DeleteThingShadow, ListNamedShadowsForThing. What changes a shadow is published over
 * MQTT too; a refusal is only answered here.
 */
final class ShadowOperations {
    private static final int USUAL_PAGE = 25;
    private static final int MAX_PAGE = 100;
    private static final int OK = 200;

    private final Shadows shadows;

    ShadowOperations(Shadows shadows) {
        this.shadows = shadows;
    }

    CompletionStage<WireResponse> get(RestInput in) {
        return answer(in, id -> CompletableFuture.completedFuture(shadows.get(id)));
    }

    CompletionStage<WireResponse> update(RestInput in) {
        return answer(in, id -> shadows.update(id, in.body()));
    }

    CompletionStage<WireResponse> delete(RestInput in) {
        return answer(in, shadows::delete);
    }

    WireOutput.Body list(RestInput in) {
        DataPage page = DataPage.read(in, "pageSize", USUAL_PAGE, MAX_PAGE);
        try {
            List<String> found = shadows.names(in.label("thingName"), page.after(), page.most() + 1);
            List<String> shown = found.subList(0, Math.min(page.most(), found.size()));
            return out -> {
                out.texts("results", shown).number("timestamp", shadows.epochSecond());
                if (found.size() > shown.size()) {
                    out.text("nextToken", DataPage.token(shown.get(shown.size() - 1)));
                }
            };
        } catch (ShadowError refusal) {
            throw refusal.toAwsException();
        }
    }

    private static CompletionStage<WireResponse> answer(RestInput in, Function<ShadowId, CompletionStage<Bytes>> work) {
        try {
            ShadowId id = new ShadowId(in.label("thingName"), in.query("name").orElse(""));
            return work.apply(id)
                    .thenApply(document -> WireResponse.of(OK, "application/json", document))
                    .exceptionally(failure -> {
                        throw refusal(failure);
                    });
        } catch (ShadowError refusal) {
            throw refusal.toAwsException();
        }
    }

    private static RuntimeException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ShadowError refusal ? refusal.toAwsException() : new CompletionException(cause);
    }
}
