package dev.penstock.analytics.wire;

import static dev.penstock.analytics.wire.AnalyticsErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Content;
import dev.penstock.analytics.ApplicationSpec.Destination;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From stored applications to what the engine runs. */
final class Specifications {
    private static final String STREAM = "stream/";
    private static final String DELIVERY_STREAM = "deliverystream/";

    private Specifications() {}

    /** @throws AwsException InvalidArgumentException that names what is wrong, or not emulated */
    static ApplicationSpec of(StoredApplication application) {
        return new ApplicationSpec(
                application.name(),
                application.code(),
                application.inputs().isEmpty()
                        ? ApplicationSpec.Input.NONE
                        : input(application.inputs().get(0)),
                application.outputs().stream().map(Specifications::output).toList(),
                application.references().stream().map(Specifications::reference).toList(),
                application.labels());
    }

    private static ApplicationSpec.Input input(ObjectNode input) {
        if (input.hasNonNull("KinesisFirehoseInput")) {
            throw invalid("KinesisFirehoseInput is not emulated: nothing reads from delivery streams here; use a"
                    + " KinesisStreamsInput");
        }
        String processor = input.path("InputProcessingConfiguration")
                .path("InputLambdaProcessor")
                .path("ResourceARN")
                .asText("");
        JsonNode schema = input.path("InputSchema");
        return new ApplicationSpec.Input(
                input.path("NamePrefix").asText(),
                resource(input, "KinesisStreamsInput", "kinesis", STREAM),
                new StartingPosition.Latest(),
                format(schema),
                columns(schema),
                processor.isEmpty() ? null : processor,
                input.path("InputParallelism").path("Count").asInt(1));
    }

    /** The names of the streams that an input fills. */
    static List<String> inApplicationStreams(ObjectNode input) {
        return input(input).inApplicationStreams();
    }

    private static ApplicationSpec.Output output(ObjectNode output) {
        List<Destination> destinations = new ArrayList<>();
        if (output.hasNonNull("KinesisStreamsOutput")) {
            destinations.add(new Destination.Stream(resource(output, "KinesisStreamsOutput", "kinesis", STREAM)));
        }
        if (output.hasNonNull("KinesisFirehoseOutput")) {
            destinations.add(new Destination.DeliveryStream(
                    resource(output, "KinesisFirehoseOutput", "firehose", DELIVERY_STREAM)));
        }
        if (output.hasNonNull("LambdaOutput")) {
            destinations.add(new Destination.Function(
                    output.path("LambdaOutput").path("ResourceARN").asText()));
        }
        if (destinations.size() != 1) {
            throw invalid(
                    "output %s must have exactly one of KinesisStreamsOutput, KinesisFirehoseOutput and LambdaOutput"
                            .formatted(output.path("Name").asText()));
        }
        return new ApplicationSpec.Output(
                output.path("Name").asText(),
                destinations.get(0),
                output.path("DestinationSchema").path("RecordFormatType").asText());
    }

    private static ApplicationSpec.Reference reference(ObjectNode reference) {
        JsonNode schema = reference.path("ReferenceSchema");
        return new ApplicationSpec.Reference(
                reference.path("TableName").asText(),
                format(schema),
                columns(schema),
                object(reference.path("S3ReferenceDataSource")));
    }

    /** What {@code BucketARN} and {@code FileKey} name. */
    static Content.S3Object object(JsonNode place) {
        String text = place.path("BucketARN").asText();
        Arn bucket = arn(text);
        if (!bucket.service().equals("s3") || bucket.resource().isEmpty()) {
            throw invalid("%s is not the ARN of a bucket".formatted(text));
        }
        return new Content.S3Object(bucket.resource(), place.path("FileKey").asText());
    }

    private static RecordFormat format(JsonNode schema) {
        JsonNode format = schema.path("RecordFormat");
        JsonNode parameters = format.path("MappingParameters");
        if (format.path("RecordFormatType").asText().equals("JSON")) {
            return new RecordFormat.Json(parameters
                    .path("JSONMappingParameters")
                    .path("RecordRowPath")
                    .asText("$"));
        }
        JsonNode csv = parameters.path("CSVMappingParameters");
        return new RecordFormat.Csv(
                csv.path("RecordRowDelimiter").asText("\n"),
                csv.path("RecordColumnDelimiter").asText(","));
    }

    private static List<ApplicationSpec.Column> columns(JsonNode schema) {
        List<ApplicationSpec.Column> columns = new ArrayList<>();
        for (JsonNode column : schema.path("RecordColumns")) {
            columns.add(new ApplicationSpec.Column(
                    column.path("Name").asText(), column.path("SqlType").asText(), mapping(column)));
        }
        return columns;
    }

    private static @Nullable String mapping(JsonNode column) {
        String mapping = column.path("Mapping").asText("");
        return mapping.isEmpty() ? null : mapping;
    }

    private static String resource(ObjectNode part, String member, String service, String kind) {
        String text = part.path(member).path("ResourceARN").asText("");
        if (text.isEmpty()) {
            throw invalid("%s with its ResourceARN is missing".formatted(member));
        }
        return name(text, service, kind);
    }

    /** The name of a stream. */
    static String streamName(String arn) {
        return name(arn, "kinesis", STREAM);
    }

    private static String name(String text, String service, String kind) {
        Arn arn = arn(text);
        if (!arn.service().equals(service) || !arn.resource().startsWith(kind)) {
            throw invalid("%s is not the ARN of a %s %s".formatted(text, service, kind.replace("/", "")));
        }
        return arn.resourceName();
    }

    private static Arn arn(String text) {
        try {
            return Arn.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw invalid(String.valueOf(malformed.getMessage()));
        }
    }
}
