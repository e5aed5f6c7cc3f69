package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationDescription;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Content;
import dev.penstock.analytics.ApplicationSpec.Destination;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.platform.aws.AwsIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applications that a template made, as the API would have stored them. */
final class Adoption {
    private static final String FIRST_ID = "1.1";

    private final AwsIdentity identity;

    Adoption(AwsIdentity identity) {
        this.identity = identity;
    }

    StoredApplication of(ApplicationDescription description) {
        ApplicationSpec spec = description.spec();
        boolean hasInput = !spec.input().equals(ApplicationSpec.Input.NONE);
        int[] next = {0};
        return new StoredApplication(
                spec.name(),
                orNull(spec.labels().description()),
                orNull(spec.labels().role()),
                spec.code(),
                hasInput ? List.of(input(spec.input())) : List.of(),
                spec.outputs().stream()
                        .map(output -> output(output, "1." + ++next[0]))
                        .toList(),
                spec.references().stream()
                        .map(reference -> reference(reference, "1." + ++next[0]))
                        .toList(),
                List.of(),
                spec.labels().tags(),
                1,
                description.created(),
                description.created());
    }

    private ObjectNode input(ApplicationSpec.Input input) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(Part.INPUT.id, FIRST_ID).put("NamePrefix", input.namePrefix());
        document.putObject("KinesisStreamsInput").put("ResourceARN", arn("kinesis", "stream/" + input.stream()));
        String processor = input.processor();
        if (processor != null) {
            document.putObject("InputProcessingConfiguration")
                    .putObject("InputLambdaProcessor")
                    .put("ResourceARN", processor);
        }
        document.putObject("InputParallelism").put("Count", input.parallelism());
        schema(document.putObject("InputSchema"), input.format(), input.columns());
        return document;
    }

    /** Writes an input schema. */
    static void schema(ObjectNode schema, RecordFormat format, List<ApplicationSpec.Column> columns) {
        ObjectNode formatNode = schema.putObject("RecordFormat");
        if (format instanceof RecordFormat.Csv csv) {
            formatNode.put("RecordFormatType", "CSV");
            formatNode
                    .putObject("MappingParameters")
                    .putObject("CSVMappingParameters")
                    .put("RecordRowDelimiter", csv.rowDelimiter())
                    .put("RecordColumnDelimiter", csv.columnDelimiter());
        } else {
            formatNode.put("RecordFormatType", "JSON");
            formatNode
                    .putObject("MappingParameters")
                    .putObject("JSONMappingParameters")
                    .put("RecordRowPath", ((RecordFormat.Json) format).rowPath());
        }
        schema.put("RecordEncoding", "UTF-8");
        ArrayNode list = schema.putArray("RecordColumns");
        for (ApplicationSpec.Column column : columns) {
            ObjectNode node = list.addObject().put("Name", column.name()).put("SqlType", column.sqlType());
            if (column.mapping() != null) {
                node.put("Mapping", column.mapping());
            }
        }
    }

    private ObjectNode output(ApplicationSpec.Output output, String id) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(Part.OUTPUT.id, id).put("Name", output.inApplicationStream());
        Destination destination = output.destination();
        if (destination instanceof Destination.Function function) {
            document.putObject("LambdaOutput").put("ResourceARN", function.arn());
        } else if (destination instanceof Destination.DeliveryStream delivery) {
            document.putObject("KinesisFirehoseOutput")
                    .put("ResourceARN", arn("firehose", "deliverystream/" + delivery.name()));
        } else {
            document.putObject("KinesisStreamsOutput")
                    .put("ResourceARN", arn("kinesis", "stream/" + destination.name()));
        }
        document.putObject("DestinationSchema").put("RecordFormatType", output.format());
        return document;
    }

    private static @Nullable String orNull(String label) {
        return label.isEmpty() ? null : label;
    }

    /** A table whose content a program gave has no place; the API cannot change such an application. */
    private static ObjectNode reference(ApplicationSpec.Reference reference, String id) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(Part.REFERENCE.id, id).put("TableName", reference.table());
        if (reference.content() instanceof Content.S3Object object) {
            document.putObject("S3ReferenceDataSource")
                    .put("BucketARN", "arn:aws:s3:::" + object.bucket())
                    .put("FileKey", object.key());
        }
        schema(document.putObject("ReferenceSchema"), reference.format(), reference.columns());
        return document;
    }

    private String arn(String service, String resource) {
        return identity.arn(service, resource).toString();
    }
}
