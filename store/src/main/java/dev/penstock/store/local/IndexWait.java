package dev.penstock.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Holds the answer to an {@code UpdateTable} that creates an index until the index is ACTIVE. DynamoDB Local needs half
 * a second for it, but the Kinesis Client Library looks only every ten, so each fresh consumer would lose ten seconds.
 *
 * <p>DIFFERS: AWS answers at once with the index CREATING; see docs/differences.md#update-table-index. The wait is real
 * time under a test clock too, because DynamoDB Local's is.
 */
final class IndexWait {
    private static final String UPDATE = "DynamoDB_20120810.UpdateTable";
    private static final String DESCRIBE = "DynamoDB_20120810.DescribeTable";
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int MAX_LOOKS = 1_500;

    private final WireRequest template;
    private final byte[] question;
    private final Upstream upstream;
    private final CompletableFuture<WireResponse> done = new CompletableFuture<>();
    private int looks;

    private IndexWait(WireRequest template, String table, Upstream upstream) {
        this.template = template;
        this.question = Json.MAPPER
                .createObjectNode()
                .put("TableName", table)
                .toString()
                .getBytes(UTF_8);
        this.upstream = upstream;
    }

    static CompletableFuture<WireResponse> afterUpdateTable(
            WireRequest request, CompletableFuture<WireResponse> answer, Upstream upstream) {
        if (!UPDATE.equals(request.header("X-Amz-Target"))) {
            return answer;
        }
        return answer.thenCompose(updated -> {
            JsonNode table = read(updated.body()).path("TableDescription");
            if (updated.status() != 200 || !isCreatingIndex(table)) {
                return CompletableFuture.completedFuture(updated);
            }
            IndexWait wait = new IndexWait(request, table.path("TableName").asText(), upstream);
            wait.look();
            return wait.done.handle((active, tooLong) -> updated);
        });
    }

    private void look() {
        if (++looks > MAX_LOOKS) {
            done.completeExceptionally(new TimeoutException());
            return;
        }
        upstream.send(UpstreamRequest.operation(template, DESCRIBE, question)).whenComplete((described, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (isCreatingIndex(read(described.body()).path("Table"))) {
                lookLater();
            } else {
                done.complete(described);
            }
        });
    }

    private void lookLater() {
        try {
            upstream.later(PAUSE, this::look);
        } catch (RejectedExecutionException closed) {
            done.completeExceptionally(closed);
        }
    }

    private static boolean isCreatingIndex(JsonNode table) {
        for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
            if ("CREATING".equals(index.path("IndexStatus").asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode read(Bytes body) {
        try {
            return Json.MAPPER.readTree(body.shared());
        } catch (IOException notJson) {
            return Json.MAPPER.missingNode();
        }
    }
}
