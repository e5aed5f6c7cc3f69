package dev.penstock.rules.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the outgoing payload, with a separator behind it, into a delivery stream of the sinks; in batch mode one record for
 * each element of an array.
 * Source: AWS IoT Core developer guide, Data Firehose action; limits from the Firehose API reference.
 */
final class FirehoseAction implements Action {
    private static final String KIND = "firehose";
    private static final List<String> SEPARATORS = List.of("\n", "\t", "\r\n", ",");
    private static final int MAX_RECORDS = 500;

    private final SinkWriter sinks;
    private final Field deliveryStreamName;
    private final String separator;
    private final boolean batchMode;

    private FirehoseAction(SinkWriter sinks, ActionParameters parameters) {
        this.sinks = sinks;
        deliveryStreamName = parameters.template("deliveryStreamName");
        separator = parameters.optionalText("separator").orElse("");
        batchMode = parameters.flag("batchMode", false);
        parameters.ignore("roleArn");
        if (!separator.isEmpty() && !SEPARATORS.contains(separator)) {
            throw parameters.invalid(
                    "separator",
                    "'%s' is none of \\n (newline), \\t (tab), \\r\\n (Windows newline), ',' (comma)"
                            .formatted(separator));
        }
    }

    static ActionProvider provider(SinkWriter sinks) {
        return BuiltIn.of(KIND, parameters -> new FirehoseAction(sinks, parameters));
    }

    @Override
    public String awsName() {
        return "FirehoseAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(deliveryStreamName);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return List.of(
                new Detail("records", Integer.toString(records(input).size())),
                new Detail(
                        "separator",
                        separator.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")));
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String stream = input.value(deliveryStreamName);
        if (!stream.matches("[a-zA-Z0-9_.-]{1,64}")) {
            throw AwsException.validation("'%s' is not the name of a delivery stream".formatted(stream));
        }
        List<Bytes> records = records(input);
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw new AwsException(
                    "InvalidArgumentException",
                    400,
                    "batchMode makes one record of each element, and PutRecordBatch takes 1 to %d of them; the array has %d"
                            .formatted(MAX_RECORDS, records.size()));
        }
        List<Sinks.Entry> entries = new ArrayList<>();
        List<Detail> answer = new ArrayList<>();
        for (Bytes record : records) {
            String id = UUID.randomUUID().toString();
            entries.add(sinks.entry(input, List.of(new Detail("recordId", id)), record));
            answer.add(new Detail("recordId", id));
        }
        sinks.sinks().add(KIND, stream, entries);
        return CompletableFuture.completedFuture(answer);
    }

    private List<Bytes> records(ActionInput input) {
        Optional<JsonNode> array = batchMode ? input.json().filter(JsonNode::isArray) : Optional.empty();
        if (array.isEmpty()) {
            return List.of(separated(input.payload().shared()));
        }
        List<Bytes> records = new ArrayList<>();
        for (JsonNode element : array.get()) {
            records.add(separated(json(element)));
        }
        return records;
    }

    private Bytes separated(byte[] data) {
        byte[] end = separator.getBytes(StandardCharsets.UTF_8);
        byte[] record = Arrays.copyOf(data, data.length + end.length);
        System.arraycopy(end, 0, record, data.length, end.length);
        return Bytes.wrap(record);
    }

    private static byte[] json(JsonNode element) {
        try {
            return Json.MAPPER.writeValueAsBytes(element);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
