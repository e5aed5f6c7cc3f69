package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import dev.penstock.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the outgoing payload into a table, one attribute for each member of the JSON object, which must hold the table's
 * key. Source: AWS IoT Core developer guide, DynamoDBv2 action.
 */
final class DynamoDbV2Action implements Action {
    private final Tables tables;
    private final RetryPolicy retries;
    private final Field tableName;

    private DynamoDbV2Action(Tables tables, RetryPolicy retries, ActionParameters parameters) {
        this.tables = tables;
        this.retries = retries;
        ActionParameters putItem = parameters
                .structure("putItem")
                .orElseThrow(() -> parameters.invalid("putItem", "the parameter is missing"));
        tableName = putItem.template("tableName");
        parameters.ignore("roleArn");
    }

    /** Makes actions that write into {@code tables}. */
    static ActionProvider provider(Tables tables, Time time) {
        RetryPolicy retries = new RetryPolicy(time);
        return BuiltIn.of("dynamoDBv2", parameters -> new DynamoDbV2Action(tables, retries, parameters));
    }

    @Override
    public String awsName() {
        return "DynamoAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(tableName);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return object(input)
                .map(json -> List.of(
                        new Detail("operation", "PutItem"),
                        new Detail(
                                "item", DynamoItems.wire(DynamoItems.item(json)).toString())))
                .orElse(List.of());
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        Optional<JsonNode> json = object(input);
        if (json.isEmpty()) {
            return CompletableFuture.failedFuture(
                    AwsException.validation(
                            "the payload is not a JSON object, and each member of one is to become an attribute;"
                                    + " select members by name, or use the dynamoDB action, which writes the payload into one attribute"));
        }
        return retries.run(() -> tables.put(input.value(tableName), DynamoItems.item(json.get())))
                .thenApply(done -> List.of());
    }

    private static Optional<JsonNode> object(ActionInput input) {
        return input.json().filter(JsonNode::isObject);
    }
}
