package dev.penstock.functions;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where records of failed and of finished invocations go: queues, topics, buckets and event buses outside of this module.
 * Functions as destinations are not asked for here.
 */
public interface Destinations {
    /** There is nothing that could take anything. */
    Destinations NONE = new Destinations() {
        @Override
        public void check(String targetArn) {
            throw refusal(targetArn);
        }

        @Override
        public CompletionStage<Void> send(String targetArn, Delivery delivery) {
            return CompletableFuture.failedFuture(refusal(targetArn));
        }

        private AwsException refusal(String targetArn) {
            return new AwsException(
                    "InvalidParameterValueException",
                    400,
                    "The destination %s is not there: this pipeline has no queues, topics, buckets or event buses"
                            .formatted(targetArn));
        }
    };

    /**
     * Says no when nothing here can take what is sent there.
     *
     * @param targetArn for example {@code arn:aws:sqs:us-east-1:123456789012:q}
     * @throws dev.penstock.platform.aws.AwsException InvalidParameterValueException
     */
    void check(String targetArn);

    /**
     * Hands one record over; never blocks.
     *
     * @return open until there is room; fails with {@code AwsException} when it cannot be delivered
     */
    CompletionStage<Void> send(String targetArn, Delivery delivery);

    /**
     * @param sender the function or event source mapping that it is from
     * @param requestId of the invocation
     * @param body JSON text: body of the SQS message, {@code Message} of the SNS notification, the S3 object
     * @param attributes message attributes by name; for S3 the member {@code key} is the object key; for EventBridge
     *     {@code source}, {@code detail-type} and {@code resources}
     */
    record Delivery(String sender, String requestId, Bytes body, Map<String, String> attributes) {
        public Delivery {
            attributes = Map.copyOf(attributes);
        }
    }
}
