package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.rules.action.Republications;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Randomness;
import java.util.concurrent.atomic.LongAdder;

/** What the runs of all messages share. */
record EngineParts(
        AwsIdentity identity,
        long seed,
        Republications republications,
        ExplainRing ring,
        Complaints complaints,
        LongAdder evaluated,
        RuleEvents events) {
    private static final String NOT_MQTT = "n/a";
    private static final long TRACE_SITE = 1;

    /** The seed of one message. */
    long seedOf(PublishedMessage message) {
        return Randomness.mix(seed, Randomness.site(message.id()));
    }

    /** A message as rules see it. */
    MessageInput input(PublishedMessage message, long messageSeed) {
        String clientId = seenClientId(message.clientId());
        return new MessageInput(
                RuleSet.seenTopic(message.topic()),
                new Payload(message.payload()),
                clientId,
                message.receivedAt().toEpochMilli(),
                identity.account(),
                traceId(messageSeed),
                messageSeed,
                message.principal(),
                message.sourceIp(),
                !clientId.equals(NOT_MQTT),
                message.properties());
    }

    /** The id that logs and error documents of a message share. */
    static String traceId(long messageSeed) {
        return Randomness.uuid(messageSeed, TRACE_SITE).toString();
    }

    private static String seenClientId(String clientId) {
        return clientId.equals("N/A") || Republications.isRepublisher(clientId) ? NOT_MQTT : clientId;
    }
}
