package dev.penstock.analytics.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.AnalyticsServices.FunctionCaller;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rows to a Lambda function, the rows of one batch of input, or of one window that closes, in one call. Rows that the
 * function does not acknowledge are sent again until it does, with a growing retry hint.
 *
 * <p>Source: Kinesis Data Analytics Developer Guide, Using a Lambda Function as Output.
 */
final class FunctionOutput implements RowOutput {
    private static final Logger log = LoggerFactory.getLogger(FunctionOutput.class);
    private static final int MAX_ROWS = 500;
    /** Before Base64; a call takes 6 MiB. */
    private static final int MAX_BYTES = 3 * 1024 * 1024;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Target target;
    private final StreamSchema schema;
    private final RowFormat.RowWriter writer;
    private final Retries retries;
    private final Parking parking;
    private final Counters counters;
    private final List<Pending> pending = new ArrayList<>();
    private int bytes;
    private long rows;
    private long calls;

    /** The function, and for whom it is called. */
    record Target(String application, AwsIdentity identity, String arn, FunctionCaller caller) {}

    private record Pending(String id, Bytes data, int retryHint) {}

    FunctionOutput(
            Target target, StreamSchema schema, RowFormat format, Retries retries, Parking parking, Counters counters) {
        this.target = target;
        this.schema = schema;
        this.writer = format.writer(schema);
        this.retries = retries;
        this.parking = parking;
        this.counters = counters;
    }

    @Override
    public void write(@Nullable Object[] row) {
        Bytes data = writer.write(row);
        if (pending.size() == MAX_ROWS || bytes + data.length() > MAX_BYTES) {
            flush();
        }
        pending.add(new Pending(Long.toString(++rows), data, 0));
        bytes += data.length();
    }

    @Override
    public void flush() {
        while (!pending.isEmpty()) {
            Set<String> delivered = delivered(
                    retries.call("output %s to function %s".formatted(schema.name(), target.arn()), this::call));
            List<Pending> failed = new ArrayList<>();
            for (Pending record : pending) {
                if (delivered.contains(record.id())) {
                    counters.rowOut();
                } else {
                    failed.add(new Pending(record.id(), record.data(), record.retryHint() + 1));
                }
            }
            pending.clear();
            pending.addAll(failed);
            if (!failed.isEmpty()) {
                log.warn("function {} did not take {} rows; sending them again", target.arn(), failed.size());
                parking.sleep(AGAIN, "function %s to take rows that it did not take".formatted(target.arn()));
            }
        }
        bytes = 0;
    }

    private CompletionStage<JsonNode> call() {
        return target.caller().call(target.arn(), event()).thenApply(FunctionRecords::answer);
    }

    private Bytes event() {
        ObjectNode event = Json.MAPPER.createObjectNode();
        String invocation = "%s/%s/%d".formatted(target.application(), schema.name(), ++calls);
        event.put(
                "invocationId",
                UUID.nameUUIDFromBytes(invocation.getBytes(StandardCharsets.UTF_8))
                        .toString());
        event.put(
                "applicationArn",
                target.identity()
                        .arn("kinesisanalytics", "application/" + target.application())
                        .toString());
        ArrayNode records = event.putArray("records");
        for (Pending record : pending) {
            ObjectNode node = records.addObject();
            node.put("recordId", record.id());
            node.putObject("lambdaDeliveryRecordMetadata").put("retryHint", record.retryHint());
            node.put("data", record.data().base64());
        }
        return Bytes.utf8(event.toString());
    }

    /** Records without a result, or with another one, have failed. */
    private static Set<String> delivered(JsonNode answer) {
        Set<String> ids = new HashSet<>();
        for (JsonNode record : answer.path("records")) {
            if (record.path("result").asText().equals("Ok")) {
                ids.add(record.path("recordId").asText());
            }
        }
        return ids;
    }
}
