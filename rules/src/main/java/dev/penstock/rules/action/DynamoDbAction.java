package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import dev.penstock.store.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Puts the whole outgoing payload into one attribute of an item: JSON as a native value, anything else as binary.
 * Source: AWS IoT Core developer guide, DynamoDB action. It does not say what UPDATE and DELETE do: here UPDATE sets the
 * payload attribute and leaves the others alone, DELETE removes the item.
 */
final class DynamoDbAction implements Action {
    private static final List<String> OPERATIONS = List.of("INSERT", "UPDATE", "DELETE");

    private final Tables tables;
    private final RetryPolicy retries;
    private final Field tableName;
    private final DynamoKey hashKey;
    private final Optional<DynamoKey> rangeKey;
    private final Field payloadField;
    private final Field operation;

    /** One request, complete. */
    private record Request(
            String operation,
            Map<String, Object> key,
            String attribute,
            @Nullable Object value,
            boolean isJson) {
        Map<String, @Nullable Object> item() {
            Map<String, @Nullable Object> item = new LinkedHashMap<>(key);
            item.put(attribute, value);
            return item;
        }
    }

    private DynamoDbAction(Tables tables, RetryPolicy retries, ActionParameters parameters) {
        this.tables = tables;
        this.retries = retries;
        tableName = parameters.template("tableName");
        hashKey = DynamoKey.hash(parameters);
        rangeKey = DynamoKey.range(parameters);
        payloadField = parameters.template("payloadField", "payload");
        operation = parameters.template("operation", "INSERT");
        DynamoKey.checkWord(operation, OPERATIONS, parameters);
        parameters.ignore("roleArn");
    }

    /** Makes actions that write into {@code tables}. */
    static ActionProvider provider(Tables tables, Time time) {
        RetryPolicy retries = new RetryPolicy(time);
        return BuiltIn.of("dynamoDB", parameters -> new DynamoDbAction(tables, retries, parameters));
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
        try {
            Request request = requestOf(input);
            List<Detail> details = new ArrayList<>();
            details.add(new Detail("isPayloadJSON", Boolean.toString(request.isJson())));
            details.add(new Detail("key", DynamoItems.wire(request.key()).toString()));
            if (!request.operation().equals("DELETE")) {
                details.add(new Detail("item", DynamoItems.wire(request.item()).toString()));
            }
            return details;
        } catch (AwsException unsendable) {
            return List.of();
        }
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        Request request;
        try {
            request = requestOf(input);
        } catch (AwsException unsendable) {
            return CompletableFuture.failedFuture(unsendable);
        }
        return retries.run(() -> send(input.value(tableName), request)).thenApply(done -> List.of());
    }

    private CompletionStage<Void> send(String table, Request request) {
        return switch (request.operation()) {
            case "DELETE" -> tables.delete(table, request.key());
            case "UPDATE" -> {
                Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
                attributes.put(request.attribute(), request.value());
                yield tables.update(table, request.key(), attributes);
            }
            default -> tables.put(table, request.item());
        };
    }

    /** @throws AwsException for what can be known to be wrong without asking DynamoDB */
    private Request requestOf(ActionInput input) {
        Map<String, Object> key = new LinkedHashMap<>();
        hashKey.addTo(key, input);
        rangeKey.ifPresent(range -> range.addTo(key, input));
        String attribute = input.value(payloadField);
        if (key.containsKey(attribute)) {
            throw AwsException.validation(
                    "the payload cannot go into '%s', which is an attribute of the key; choose another payloadField"
                            .formatted(attribute));
        }
        var json = input.json();
        return new Request(
                DynamoKey.word(operation, OPERATIONS, input),
                key,
                attribute,
                json.isPresent() ? DynamoItems.value(json.get()) : input.payload(),
                json.isPresent());
    }
}
