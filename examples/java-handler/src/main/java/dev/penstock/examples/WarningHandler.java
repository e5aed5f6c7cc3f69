package dev.penstock.examples;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Keeps the newest warning of each device: every event hotter than {@code THRESHOLD} (50 by default) becomes an item of
 * the table {@code WARNING_TABLE} ({@code warning_events} by default).
 *
 * <p>A record that cannot become a warning is reported in the log and skipped. Anything that may pass (throttling, a
 * store that is down) fails the invocation instead, so that Lambda sends the batch again.
 */
public final class WarningHandler implements RequestHandler<KinesisEvent, String> {
    private final BigDecimal threshold;
    private final WarningTable table;

    /** Made once for each environment, so that all invocations share one client and its connections. */
    public WarningHandler() {
        Map<String, String> environment = System.getenv();
        threshold = new BigDecimal(environment.getOrDefault("THRESHOLD", "50"));
        table = new WarningTable(
                environment.getOrDefault("WARNING_TABLE", "warning_events"),
                DynamoDbClient.builder()
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .build());
    }

    @Override
    public String handleRequest(KinesisEvent event, Context context) {
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            handle(record.getKinesis(), context.getLogger());
        }
        return "ok";
    }

    private void handle(KinesisEvent.Record record, LambdaLogger log) {
        try {
            DeviceEvent event = DeviceEvent.read(record);
            if (event.isHotterThan(threshold)) {
                table.put(event);
            }
        } catch (MalformedEventException malformed) {
            log.log("malformed record %s: %s".formatted(record.getSequenceNumber(), malformed.getMessage()));
        } catch (DynamoDbException refused) {
            if (!"ValidationException".equals(refused.awsErrorDetails().errorCode())) {
                throw refused;
            }
            // The same item would be refused again, so that sending the batch again would block the shard for ever.
            log.log("record %s refused by DynamoDB: %s".formatted(record.getSequenceNumber(), refused.getMessage()));
        }
    }
}
