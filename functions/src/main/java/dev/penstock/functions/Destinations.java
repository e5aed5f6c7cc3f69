package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where records of failed and of finished invocations go: queues, topics, buckets and event buses outside of this module.
 * Functions as destinations are not asked for here.
 */
public interface Destinations {

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
