package dev.penstock.stream.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** What can be set on a stream or an account beside shards and tags. */
class SettingsClientsTest {
    private static final String KEY = "alias/aws/kinesis";

    @RegisterExtension
    static final SdkClients CLIENTS = new SdkClients();

    private static String arn(String stream) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    @EveryClient
    void tagsOfAResourceAreTheTagsOfItsStream(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "tags", 1);

        client.tagResource(r -> r.resourceARN(arn(stream)).tags(Map.of("a", "1", "b", "2")));
        client.untagResource(r -> r.resourceARN(arn(stream)).tagKeys("a"));

        Tag left = Tag.builder().key("b").value("2").build();
        assertThat(client.listTagsForResource(r -> r.resourceARN(arn(stream))).tags())
                .containsExactly(left);
        assertThat(client.listTagsForStream(r -> r.streamName(stream)).tags()).containsExactly(left);
    }

    @EveryClient
    void encryptionIsShownWithItsKeyOnStreamsAndRecords(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "encrypted", 1);

        client.startStreamEncryption(
                r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId(KEY));
        StreamDescriptionSummary encrypted = CLIENTS.awaitActive(kind, stream);
        EncryptionType ofPut = client.putRecord(
                        r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("x")))
                .encryptionType();
        client.stopStreamEncryption(
                r -> r.streamName(stream).encryptionType(EncryptionType.KMS).keyId(KEY));
        StreamDescriptionSummary plain = CLIENTS.awaitActive(kind, stream);

        assertThat(encrypted.encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(encrypted.keyId()).isEqualTo(KEY);
        assertThat(ofPut).isEqualTo(EncryptionType.KMS);
        assertThat(plain.encryptionType()).isEqualTo(EncryptionType.NONE);
    }

    @EveryClient
    void monitoringAnswersBeforeAndAfter(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "monitored", 1);

        EnableEnhancedMonitoringResponse on = client.enableEnhancedMonitoring(
                r -> r.streamName(stream).shardLevelMetrics(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES));
        var off = client.disableEnhancedMonitoring(
                r -> r.streamName(stream).shardLevelMetrics(MetricsName.INCOMING_BYTES));

        assertThat(on.currentShardLevelMetrics()).isEmpty();
        assertThat(on.desiredShardLevelMetrics())
                .containsExactlyInAnyOrder(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
        assertThat(off.desiredShardLevelMetrics()).containsExactly(MetricsName.OUTGOING_BYTES);
        assertThat(CLIENTS.summary(kind, stream).enhancedMonitoring().get(0).shardLevelMetrics())
                .containsExactly(MetricsName.OUTGOING_BYTES);
    }

    @EveryClient
    void modeOfAStreamChanges(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "mode", 1);

        client.updateStreamMode(
                r -> r.streamARN(arn(stream)).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));

        assertThat(CLIENTS.awaitActive(kind, stream).streamModeDetails().streamMode())
                .isEqualTo(StreamMode.ON_DEMAND);
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(() -> client.updateShardCount(
                        r -> r.streamName(stream).targetShardCount(2).scalingType("UNIFORM_SCALING")))
                .withMessageContaining("On-Demand mode");
    }

    @EveryClient
    void recordsMayBecomeLarger(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "large", 1);
        SdkBytes twoMebibytes = SdkBytes.fromByteArray(new byte[2 << 20]);

        assertThatExceptionOfType(KinesisException.class)
                .isThrownBy(() -> client.putRecord(
                        r -> r.streamName(stream).partitionKey("k").data(twoMebibytes)));
        client.updateMaxRecordSize(r -> r.streamARN(arn(stream)).maxRecordSizeInKiB(10_240));
        CLIENTS.awaitActive(kind, stream);
        client.putRecord(r -> r.streamName(stream).partitionKey("k").data(twoMebibytes));

        String iterator = CLIENTS.iterator(kind, stream, "shardId-000000000000");
        assertThat(client.getRecords(r -> r.shardIterator(iterator))
                        .records()
                        .get(0)
                        .data())
                .isEqualTo(twoMebibytes);
    }

    @EveryClient
    void policyIsKeptAndTakenAway(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = CLIENTS.create(kind, "policy", 1);
        String policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":\"kinesis:PutRecord\",\"Resource\":\"%s\"}]}"
                        .formatted(arn(stream));

        client.putResourcePolicy(r -> r.resourceARN(arn(stream)).policy(policy));
        String kept = client.getResourcePolicy(r -> r.resourceARN(arn(stream))).policy();
        client.deleteResourcePolicy(r -> r.resourceARN(arn(stream)));

        assertThat(kept).isEqualTo(policy);
        assertThat(client.getResourcePolicy(r -> r.resourceARN(arn(stream))).policy())
                .isEqualTo("{}");
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> client.putResourcePolicy(
                        r -> r.resourceARN(arn("nothing")).policy(policy)));
    }

    @EveryClient
    void accountCommitsItself(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);

        client.updateAccountSettings(r -> r.minimumThroughputBillingCommitment(
                c -> c.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)));

        assertThat(client.describeAccountSettings(r -> {})
                        .minimumThroughputBillingCommitment()
                        .status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
    }

    @EveryClient
    void onDemandStreamIsWarmedUp(SdkClient kind) {
        KinesisClient client = CLIENTS.of(kind);
        String stream = kind.stream("warm");
        client.createStream(r -> r.streamName(stream).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        CLIENTS.awaitActive(kind, stream);

        var answer =
                client.updateStreamWarmThroughput(r -> r.streamARN(arn(stream)).warmThroughputMiBps(8));

        assertThat(answer.streamName()).isEqualTo(stream);
        assertThat(answer.warmThroughput().targetMiBps()).isEqualTo(8);
        assertThat(CLIENTS.awaitActive(kind, stream).warmThroughput().currentMiBps())
                .isEqualTo(8);
    }
}
