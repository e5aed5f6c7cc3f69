package dev.penstock.rules.action;

import dev.penstock.rules.spi.ActionParameters;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The parameters of the actions that are recorded only: their names, which of them must be there, and the words and
 * patterns of those without templates.
 * Source: AWS IoT API reference, the types named after the actions.
 */
final class RecordedKinds {
    private static final List<String> KAFKA_PROPERTIES = List.of(
            "acks",
            "bootstrap.servers",
            "compression.type",
            "key.serializer",
            "sasl.kerberos.keytab",
            "sasl.kerberos.krb5.kdc",
            "sasl.kerberos.krb5.realm",
            "sasl.kerberos.principal",
            "sasl.kerberos.service.name",
            "sasl.mechanism",
            "sasl.plain.password",
            "sasl.plain.username",
            "sasl.scram.password",
            "sasl.scram.username",
            "security.protocol",
            "ssl.key.password",
            "ssl.keystore",
            "ssl.keystore.password",
            "ssl.truststore",
            "ssl.truststore.password",
            "value.serializer");
    private static final int MIN_SALESFORCE_TOKEN = 40;

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("elasticsearch", new Kind(RecordedKinds::search, "endpoint", "index")),
            Map.entry("openSearch", new Kind(RecordedKinds::search, "endpoint", "index")),
            Map.entry("influxDB", new Kind(RecordedKinds::influx, "databaseName", "tableName")),
            Map.entry("iotAnalytics", new Kind(RecordedKinds::iotAnalytics, "channelName", "channelArn")),
            Map.entry("iotEvents", new Kind(RecordedKinds::iotEvents, "inputName")),
            Map.entry("iotSiteWise", new Kind(RecordedKinds::siteWise)),
            Map.entry("kafka", new Kind(RecordedKinds::kafka, "topic")),
            Map.entry("location", new Kind(RecordedKinds::location, "trackerName")),
            Map.entry("salesforce", new Kind(RecordedKinds::salesforce, "url")),
            Map.entry(
                    "stepFunctions",
                    new Kind(
                            fields -> fields.templates("stateMachineName").optionalTemplates("executionNamePrefix"),
                            "stateMachineName")),
            Map.entry("timestream", new Kind(RecordedKinds::timestream, "databaseName", "tableName")));

    private RecordedKinds() {}

    /**
     * One kind.
     *
     * @param reader reads its parameters
     * @param target the parameters that say where it goes
     */
    record Kind(Consumer<RecordedFields> reader, List<String> target) {
        private Kind(Consumer<RecordedFields> reader, String... target) {
            this(reader, List.of(target));
        }
    }

    static Kind named(String kind) {
        Kind known = KINDS.get(kind);
        if (known == null) {
            throw new IllegalArgumentException("'%s' cannot be recorded only".formatted(kind));
        }
        return known;
    }

    private static void timestream(RecordedFields fields) {
        fields.templates("databaseName", "tableName");
        for (RecordedFields dimension : fields.structures("dimensions", 1, 128)) {
            dimension
                    .text("name", "(?!measure_name$|time$|measure_value|ts_)[^:]{1,60}")
                    .templates("value");
        }
        fields.optionalStructure("timestamp")
                .ifPresent(timestamp ->
                        timestamp.templates("value").text("unit", "SECONDS|MILLISECONDS|MICROSECONDS|NANOSECONDS"));
    }

    private static void kafka(RecordedFields fields) {
        fields.text("destinationArn", "arn:.+").templates("topic").optionalTemplates("key", "partition");
        for (RecordedFields header : fields.structures("headers", 0, 100)) {
            header.templates("key", "value");
        }
        if (!fields.map("clientProperties", KAFKA_PROPERTIES)) {
            throw fields.parameters().invalid("clientProperties", "the parameter is missing");
        }
    }

    private static void search(RecordedFields fields) {
        fields.templates("endpoint", "index", "type", "id");
        String endpoint = fields.parameters().text("endpoint");
        if (!endpoint.matches("https?://.*")) {
            throw fields.parameters().invalid("endpoint", "'%s' must begin with https://".formatted(endpoint));
        }
    }

    private static void iotEvents(RecordedFields fields) {
        fields.templates("inputName").optionalTemplates("messageId").flag("batchMode");
        ActionParameters parameters = fields.parameters();
        if (parameters.flag("batchMode", false)
                && parameters.optionalText("messageId").isPresent()) {
            throw parameters.invalid("messageId", "it cannot be given with batchMode");
        }
    }

    private static void iotAnalytics(RecordedFields fields) {
        fields.optionalTemplates("channelName", "channelArn").flag("batchMode");
        ActionParameters parameters = fields.parameters();
        if (parameters.optionalText("channelName").isEmpty()
                && parameters.optionalText("channelArn").isEmpty()) {
            throw parameters.invalid("channelName", "the parameter is missing");
        }
    }

    private static void siteWise(RecordedFields fields) {
        for (RecordedFields entry : fields.structures("putAssetPropertyValueEntries", 1, Integer.MAX_VALUE)) {
            entry.optionalTemplates("entryId", "assetId", "propertyId", "propertyAlias");
            for (RecordedFields value : entry.structures("propertyValues", 1, Integer.MAX_VALUE)) {
                value.optionalTemplates("quality");
                value.structure("value")
                        .optionalTemplates("stringValue", "integerValue", "doubleValue", "booleanValue");
                value.structure("timestamp").templates("timeInSeconds").optionalTemplates("offsetInNanos");
            }
        }
    }

    private static void location(RecordedFields fields) {
        fields.templates("trackerName", "deviceId", "latitude", "longitude");
        fields.optionalStructure("timestamp")
                .ifPresent(timestamp -> timestamp.templates("value").optionalTemplates("unit"));
    }

    /** The token is not kept: it is a credential. */
    private static void salesforce(RecordedFields fields) {
        fields.text("url", "https://.{1,1992}");
        if (fields.parameters().text("token").length() < MIN_SALESFORCE_TOKEN) {
            throw fields.parameters()
                    .invalid("token", "it must have %d characters or more".formatted(MIN_SALESFORCE_TOKEN));
        }
    }

    private static void influx(RecordedFields fields) {
        fields.text("destinationArn", "arn:.+").text("databaseName", ".{2,64}");
        fields.perPoint("tableName").optionalTemplates("organization");
        fields.optionalStructure("tags")
                .ifPresent(tags -> tags.parameters().names().forEach(tags::perPoint));
        fields.word("timestampUnit", "ms", "s", "us", "ns");
        fields.optionalStructure("batchConfig").ifPresent(RecordedKinds::influxBatch);
    }

    /** Checked, and without effect: each point is recorded by itself. */
    private static void influxBatch(RecordedFields fields) {
        ActionParameters batch = fields.parameters();
        batch.number("maxBatchSize", 500, 1, 500);
        batch.number("maxBatchOpenMs", 1000, 5, 1000);
        batch.number("maxBatchSizeBytes", 131_072, 100, 131_072);
        batch.flag("batchAcrossTopics", false);
    }
}
