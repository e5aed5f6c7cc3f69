package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the outgoing payload into a bucket of the sinks; the same key again overwrites the object.
 * Source: AWS IoT Core developer guide, S3 action; limits from the S3 user guide.
 */
final class S3Action implements Action {
    private static final String KIND = "s3";
    private static final String KEY = "key";
    private static final String BUCKET_NAME = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    private static final int MAX_KEY_BYTES = 1024;
    /** The first is what an object has when nothing is said. */
    private static final List<String> ACLS = List.of(
            "private",
            "public-read",
            "public-read-write",
            "aws-exec-read",
            "authenticated-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "log-delivery-write");

    private final SinkWriter sinks;
    private final Field bucketName;
    private final Field key;
    private final String cannedAcl;

    private S3Action(SinkWriter sinks, ActionParameters parameters) {
        this.sinks = sinks;
        bucketName = parameters.template("bucketName");
        key = parameters.template(KEY);
        cannedAcl = parameters.oneOf("cannedAcl", ACLS);
        parameters.ignore("roleArn");
    }

    static ActionProvider provider(SinkWriter sinks) {
        return BuiltIn.of(KIND, parameters -> new S3Action(sinks, parameters));
    }

    @Override
    public String awsName() {
        return "S3Action";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(bucketName);
    }

    @Override
    public List<Detail> request(ActionInput input) {
        return List.of(new Detail("cannedAcl", cannedAcl));
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String bucket = input.value(bucketName);
        String objectKey = input.value(key);
        check(bucket, objectKey);
        List<Detail> fields = List.of(new Detail(KEY, objectKey), new Detail("cannedAcl", cannedAcl));
        sinks.sinks().overwrite(KIND, bucket, KEY, sinks.entry(input, fields, input.payload()));
        return CompletableFuture.completedFuture(
                List.of(new Detail("eTag", '"' + SinkWriter.md5(input.payload()) + '"')));
    }

    private static void check(String bucket, String objectKey) {
        if (!bucket.matches(BUCKET_NAME)) {
            throw new AwsException("InvalidBucketName", 400, "'%s' is not the name of a bucket".formatted(bucket));
        }
        if (objectKey.isEmpty()) {
            throw new AwsException("InvalidArgument", 400, "the key came out empty");
        }
        if (objectKey.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new AwsException(
                    "KeyTooLongError", 400, "the key came out with more than %d bytes".formatted(MAX_KEY_BYTES));
        }
    }
}
