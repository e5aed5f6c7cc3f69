package dev.penstock.broker.devicesdk;

import static dev.penstock.broker.devicesdk.DeviceLab.THING;
import static dev.penstock.broker.devicesdk.DeviceLab.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.crt.iot.StreamingOperation;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;
import software.amazon.awssdk.iot.V2ClientStreamOptions;
import software.amazon.awssdk.iot.iotshadow.IotShadowClient;
import software.amazon.awssdk.iot.iotshadow.IotShadowV2Client;
import software.amazon.awssdk.iot.iotshadow.model.DeleteShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.GetNamedShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.GetShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.ShadowDeltaUpdatedEvent;
import software.amazon.awssdk.iot.iotshadow.model.ShadowDeltaUpdatedSubscriptionRequest;
import software.amazon.awssdk.iot.iotshadow.model.ShadowState;
import software.amazon.awssdk.iot.iotshadow.model.UpdateNamedShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.UpdateShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.UpdateShadowResponse;
import software.amazon.awssdk.iot.iotshadow.model.UpdateShadowSubscriptionRequest;
import software.amazon.awssdk.iot.iotshadow.model.V2ErrorResponseException;

/** The shadow clients of the AWS IoT Device SDK for Java v2. */
class ShadowClientTest {
    private final DeviceLab lab = new DeviceLab();

    @AfterEach
    void close() {
        lab.close();
    }

    private static ShadowState reported(String name, Object value) {
        ShadowState state = new ShadowState();
        state.reported = new HashMap<>(Map.of(name, value));
        return state;
    }

    private static UpdateShadowRequest update(ShadowState state) {
        UpdateShadowRequest update = new UpdateShadowRequest();
        update.thingName = THING;
        update.state = state;
        return update;
    }

    @Test
    void updatesReadsAndDeletesTheClassicShadow() {
        GetShadowRequest get = new GetShadowRequest();
        get.thingName = THING;
        DeleteShadowRequest delete = new DeleteShadowRequest();
        delete.thingName = THING;
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotShadowV2Client shadows = IotShadowV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS)) {

            assertThat(done(shadows.updateShadow(update(reported("speed", 3)))).version)
                    .isEqualTo(1);
            assertThat(done(shadows.getShadow(get)).state.reported).containsEntry("speed", 3.0);
            assertThat(done(shadows.deleteShadow(delete)).version).isEqualTo(1);
            assertThatThrownBy(() -> shadows.getShadow(get).get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            V2ErrorResponseException.class,
                            refused ->
                                    assertThat(refused.getModeledError().code).isEqualTo(404));
        }
    }

    @Test
    void updatesANamedShadow() {
        UpdateNamedShadowRequest update = new UpdateNamedShadowRequest();
        update.thingName = THING;
        update.shadowName = "config";
        update.state = reported("mode", "eco");
        GetNamedShadowRequest get = new GetNamedShadowRequest();
        get.thingName = THING;
        get.shadowName = "config";
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotShadowV2Client shadows = IotShadowV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS)) {

            done(shadows.updateNamedShadow(update));

            assertThat(done(shadows.getNamedShadow(get)).state.reported).containsEntry("mode", "eco");
        }
    }

    @Test
    void staleVersionIsRefused() {
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotShadowV2Client shadows = IotShadowV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS)) {
            done(shadows.updateShadow(update(reported("speed", 3))));
            UpdateShadowRequest stale = update(reported("speed", 4));
            stale.version = 7;

            assertThatThrownBy(() -> shadows.updateShadow(stale).get())
                    .cause()
                    .isInstanceOfSatisfying(
                            V2ErrorResponseException.class,
                            refused ->
                                    assertThat(refused.getModeledError().code).isEqualTo(409));
        }
    }

    @Test
    void deltaThatAnApplicationWantsIsStreamed() {
        CompletableFuture<ShadowDeltaUpdatedEvent> delta = new CompletableFuture<>();
        CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
        ShadowDeltaUpdatedSubscriptionRequest request = new ShadowDeltaUpdatedSubscriptionRequest();
        request.thingName = THING;
        try (Mqtt5Device device = Mqtt5Device.connect(lab);
                IotShadowV2Client shadows = IotShadowV2Client.newFromMqtt5(device.client, Mqtt5Device.REQUESTS);
                StreamingOperation stream = shadows.createShadowDeltaUpdatedStream(
                        request,
                        V2ClientStreamOptions.<ShadowDeltaUpdatedEvent>builder()
                                .withStreamEventHandler(delta::complete)
                                .withSubscriptionEventHandler(event -> subscribed.complete(true))
                                .build())) {
            stream.open();
            done(subscribed);

            lab.data.updateThingShadow(r -> r.thingName(THING)
                    .payload(SdkBytes.fromUtf8String("{\"state\":{\"desired\":{\"valve\":\"open\"}}}")));

            assertThat(done(delta).state).containsEntry("valve", "open");
        }
    }

    @Test
    void clientOfMqtt311GetsAnAnswerToItsUpdate() {
        CompletableFuture<UpdateShadowResponse> accepted = new CompletableFuture<>();
        UpdateShadowSubscriptionRequest answers = new UpdateShadowSubscriptionRequest();
        answers.thingName = THING;
        try (AwsIotMqttConnectionBuilder builder =
                        AwsIotMqttConnectionBuilder.newMtlsBuilder(lab.certificate, lab.key);
                MqttClientConnection device = builder.withCertificateAuthority(lab.authority)
                        .withEndpoint("localhost")
                        .withPort(lab.tlsPort())
                        .withClientId(THING)
                        .build()) {
            done(device.connect());
            IotShadowClient shadows = new IotShadowClient(device);
            done(shadows.SubscribeToUpdateShadowAccepted(answers, QualityOfService.AT_LEAST_ONCE, accepted::complete));

            done(shadows.PublishUpdateShadow(update(reported("speed", 5)), QualityOfService.AT_LEAST_ONCE));

            assertThat(done(accepted).state.reported).containsEntry("speed", 5.0);
            done(device.disconnect());
        }
    }
}
