package dev.penstock.analytics.wire;

import static dev.penstock.analytics.wire.Shape.oneOf;
import static dev.penstock.analytics.wire.Shape.structure;
import static dev.penstock.analytics.wire.Shape.text;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.wire.Shape.Items;
import dev.penstock.analytics.wire.Shape.Stamp;
import dev.penstock.analytics.wire.Shape.Structure;
import dev.penstock.analytics.wire.Shape.Text;
import dev.penstock.analytics.wire.Shape.Texts;
import dev.penstock.analytics.wire.Shape.Whole;

/**
 * The request shapes of one version of the API. Resources have a role of their own in the first version and none in the
 * second.
 */
final class Model {
    private static final int MANY = Integer.MAX_VALUE;
    private static final int MAX_ARN = 2048;
    private static final int MAX_COLUMNS = 1000;
    private static final int MAX_TAGS = 200;
    private static final int MAX_CODE = 102_400;

    static final Text NAME = text(1, 128, "[a-zA-Z0-9_.-]+");
    static final Text ID = text(1, 50, "[a-zA-Z0-9_.-]+");
    static final Whole VERSION = new Whole(1, 999_999_999);
    private static final Whole PARALLELISM = new Whole(1, ApplicationSpec.Input.MAX_PARALLELISM);
    static final Whole LIMIT = new Whole(1, 50);
    private static final Text ARN = text(1, MAX_ARN, "arn:.*");
    private static final Text STREAM_NAME = text(1, 32);
    private static final Text POSITION = oneOf("NOW", "TRIM_HORIZON", "LAST_STOPPED_POINT");

    private final boolean hasRoles;
    final Structure input;
    final Structure output;
    final Structure reference;
    final Structure logging;
    final Structure processing;
    final Structure schema;

    Model(boolean hasRoles) {
        this.hasRoles = hasRoles;
        Structure format = structure()
                .need("RecordFormatType", oneOf("JSON", "CSV"))
                .may(
                        "MappingParameters",
                        structure()
                                .may("JSONMappingParameters", structure().need("RecordRowPath", text(1, MANY)))
                                .may(
                                        "CSVMappingParameters",
                                        structure()
                                                .need("RecordRowDelimiter", text(1, MANY))
                                                .need("RecordColumnDelimiter", text(1, MANY))));
        Structure column = structure()
                .need("Name", text(0, MANY))
                .may("Mapping", text(0, MANY))
                .need("SqlType", text(1, MANY));
        schema = structure()
                .need("RecordFormat", format)
                .may("RecordEncoding", text(0, MANY, "UTF-8"))
                .need("RecordColumns", new Items(column, 1, MAX_COLUMNS));
        processing = structure().need("InputLambdaProcessor", resource());
        input = structure()
                .need("NamePrefix", STREAM_NAME)
                .may("InputProcessingConfiguration", processing)
                .may("KinesisStreamsInput", resource())
                .may("KinesisFirehoseInput", resource())
                .may("InputParallelism", structure().may("Count", PARALLELISM))
                .need("InputSchema", schema);
        output = structure()
                .need("Name", STREAM_NAME)
                .may("KinesisStreamsOutput", resource())
                .may("KinesisFirehoseOutput", resource())
                .may("LambdaOutput", resource())
                .need("DestinationSchema", structure().need("RecordFormatType", oneOf("JSON", "CSV")));
        reference = structure()
                .need("TableName", STREAM_NAME)
                .need("S3ReferenceDataSource", object("ReferenceRoleARN"))
                .need("ReferenceSchema", schema);
        logging = withRole(structure().need("LogStreamARN", ARN), "RoleARN");
    }

    private Structure resource() {
        return withRole(structure().need("ResourceARN", ARN), "RoleARN");
    }

    private Structure object(String role) {
        return withRole(structure().need("BucketARN", ARN).need("FileKey", text(1, 1024)), role);
    }

    private Structure withRole(Structure resource, String role) {
        return hasRoles
                ? resource.need(role, text(1, MAX_ARN, "arn:aws:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"))
                : resource;
    }

    /** A request that names an application. */
    Structure ofApplication() {
        return structure().need("ApplicationName", NAME);
    }

    /** A request that changes an application of a version. */
    Structure change() {
        Structure change = ofApplication();
        return hasRoles
                ? change.need("CurrentApplicationVersionId", VERSION)
                : change.may("CurrentApplicationVersionId", VERSION).may("ConditionalToken", text(1, 512));
    }

    Structure create() {
        Structure create = ofApplication().may("ApplicationDescription", text(0, 1024));
        Items logs = new Items(logging, 0, MANY);
        if (hasRoles) {
            return create.may("Inputs", new Items(input, 0, MANY))
                    .may("Outputs", new Items(output, 0, MANY))
                    .may("CloudWatchLoggingOptions", logs)
                    .may("ApplicationCode", text(0, MAX_CODE))
                    .may("Tags", tags());
        }
        Structure sql = structure()
                .may("Inputs", new Items(input, 0, MANY))
                .may("Outputs", new Items(output, 0, MANY))
                .may("ReferenceDataSources", new Items(reference, 0, MANY));
        Structure code = structure()
                .need("CodeContentType", oneOf("PLAINTEXT", "ZIPFILE"))
                .may("CodeContent", structure().may("TextContent", text(0, MAX_CODE)));
        return create.need("RuntimeEnvironment", Runtimes.SHAPE)
                .need("ServiceExecutionRole", ARN)
                .may(
                        "ApplicationConfiguration",
                        structure().may("SqlApplicationConfiguration", sql).may("ApplicationCodeConfiguration", code))
                .may("CloudWatchLoggingOptions", logs)
                .may("Tags", tags())
                .may("ApplicationMode", oneOf("STREAMING", "INTERACTIVE"));
    }

    /** The members of an update in the form of the first version. */
    Structure update() {
        return structure()
                .may("InputUpdates", new Items(inputUpdate(), 0, MANY))
                .may("OutputUpdates", new Items(structure().need("OutputId", ID), 0, MANY))
                .may("ReferenceDataSourceUpdates", new Items(structure().need("ReferenceId", ID), 0, MANY))
                .may(
                        "CloudWatchLoggingOptionUpdates",
                        new Items(structure().need("CloudWatchLoggingOptionId", ID), 0, MANY))
                .may("ApplicationCodeUpdate", text(0, MAX_CODE));
    }

    private Structure inputUpdate() {
        Structure parallelism = hasRoles
                ? structure().may("CountUpdate", PARALLELISM)
                : structure().need("CountUpdate", PARALLELISM);
        return structure().need("InputId", ID).may("InputParallelismUpdate", parallelism);
    }

    Structure start() {
        Structure position = structure().may("InputStartingPosition", POSITION);
        Structure configuration =
                structure().need(hasRoles ? "Id" : "InputId", ID).need("InputStartingPositionConfiguration", position);
        Items all = new Items(configuration, 0, MANY);
        return hasRoles
                ? ofApplication().need("InputConfigurations", all)
                : ofApplication().may("RunConfiguration", structure().may("SqlRunConfigurations", all));
    }

    Structure discover() {
        Structure discover = structure()
                .may("ResourceARN", ARN)
                .may("InputStartingPositionConfiguration", structure().may("InputStartingPosition", POSITION))
                .may("S3Configuration", object("RoleARN"))
                .may("InputProcessingConfiguration", processing);
        return hasRoles ? discover.may("RoleARN", ARN) : discover.need("ServiceExecutionRole", ARN);
    }

    Structure delete() {
        return ofApplication().need("CreateTimestamp", new Stamp());
    }

    Structure list() {
        return structure().may("Limit", LIMIT).may(hasRoles ? "ExclusiveStartApplicationName" : "NextToken", NAME);
    }

    static Structure tagging(String member, Shape shape) {
        return structure().need("ResourceARN", ARN).need(member, shape);
    }

    static Items tags() {
        return new Items(structure().need("Key", text(1, 128)).may("Value", text(0, 256)), 1, MAX_TAGS);
    }

    static Texts tagKeys() {
        return new Texts(text(1, 128), 1, MAX_TAGS);
    }
}
