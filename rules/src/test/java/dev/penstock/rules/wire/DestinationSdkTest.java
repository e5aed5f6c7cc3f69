package dev.penstock.rules.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.HttpServer;
import dev.penstock.platform.wire.WireResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.TopicRuleDestination;
import software.amazon.awssdk.services.iot.model.TopicRuleDestinationConfiguration;
import software.amazon.awssdk.services.iot.model.TopicRuleDestinationStatus;
import software.amazon.awssdk.services.iot.model.TopicRuleDestinationSummary;
import software.amazon.awssdk.services.iot.model.UnauthorizedException;

/** Destinations with the AWS SDK for Java, and a server that gets the requests to confirm them. */
class DestinationSdkTest {
    private static final String MISSING = "arn:aws:iot:us-east-1:000000000000:ruledestination/http/none";

    private final ControlPlane plane = new ControlPlane();
    private final IotClient iot = plane.iot;
    private final List<Bytes> asked = new CopyOnWriteArrayList<>();
    private final HttpServer receiver = new HttpServer("receiver", "127.0.0.1", 0, 1, request -> {
        asked.add(request.body());
        return CompletableFuture.completedFuture(WireResponse.json(200, "{}"));
    });

    @BeforeEach
    void start() {
        receiver.start();
    }

    @AfterEach
    void close() {
        plane.close();
        receiver.close();
    }

    @Test
    void destinationIsConfirmedByItsToken() throws IOException {
        TopicRuleDestination created = create("/a");
        await().atMost(Duration.ofSeconds(30)).until(() -> !asked.isEmpty());
        String token = Json.MAPPER
                .readTree(asked.get(0).shared())
                .path("confirmationToken")
                .asText();

        iot.confirmTopicRuleDestination(r -> r.confirmationToken(token));

        assertThat(created.status()).isEqualTo(TopicRuleDestinationStatus.IN_PROGRESS);
        assertThat(created.createdAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        TopicRuleDestination got =
                iot.getTopicRuleDestination(r -> r.arn(created.arn())).topicRuleDestination();
        assertThat(got.status()).isEqualTo(TopicRuleDestinationStatus.ENABLED);
        assertThat(got.arn()).startsWith("arn:aws:iot:us-east-1:000000000000:ruledestination/http/");
        assertThat(got.httpUrlProperties().confirmationUrl()).isEqualTo(url("/a"));
    }

    @Test
    void confirmedDestinationIsSwitchedOffAndOn() throws IOException {
        destinationIsConfirmedByItsToken();
        String arn = iot.listTopicRuleDestinations(r -> {})
                .destinationSummaries()
                .get(0)
                .arn();

        iot.updateTopicRuleDestination(r -> r.arn(arn).status(TopicRuleDestinationStatus.DISABLED));
        TopicRuleDestinationStatus off = iot.getTopicRuleDestination(r -> r.arn(arn))
                .topicRuleDestination()
                .status();
        iot.updateTopicRuleDestination(r -> r.arn(arn).status(TopicRuleDestinationStatus.ENABLED));

        assertThat(off).isEqualTo(TopicRuleDestinationStatus.DISABLED);
        assertThat(iot.getTopicRuleDestination(r -> r.arn(arn))
                        .topicRuleDestination()
                        .status())
                .isEqualTo(TopicRuleDestinationStatus.ENABLED);
    }

    @Test
    void destinationsAreListedInPagesOldestFirst() {
        List<String> made =
                List.of(create("/c").arn(), create("/a").arn(), create("/b").arn());

        List<String> listed =
                iot.listTopicRuleDestinationsPaginator(r -> r.maxResults(2)).destinationSummaries().stream()
                        .map(TopicRuleDestinationSummary::arn)
                        .toList();

        assertThat(listed).isEqualTo(made);
        assertThat(iot.listTopicRuleDestinations(r -> r.maxResults(1))
                        .destinationSummaries()
                        .get(0)
                        .httpUrlSummary()
                        .confirmationUrl())
                .isEqualTo(url("/c"));
    }

    @Test
    void deletedDestinationIsGone() {
        String arn = create("/a").arn();

        iot.deleteTopicRuleDestination(r -> r.arn(arn));

        assertThat(iot.listTopicRuleDestinations(r -> {}).destinationSummaries())
                .isEmpty();
    }

    @Test
    void urlIsTakenOnce() {
        String arn = create("/a").arn();

        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> create("/a"))
                .matches(refusal -> refusal.statusCode() == 409)
                .matches(refusal -> refusal.resourceArn().equals(arn));
    }

    static List<Consumer<IotClient>> onMissing() {
        return List.of(
                iot -> iot.getTopicRuleDestination(r -> r.arn(MISSING)),
                iot -> iot.deleteTopicRuleDestination(r -> r.arn(MISSING)),
                iot -> iot.updateTopicRuleDestination(r -> r.arn(MISSING).status(TopicRuleDestinationStatus.ENABLED)));
    }

    @ParameterizedTest
    @MethodSource("onMissing")
    void missingDestinationIsDeniedAsAwsDoesIt(Consumer<IotClient> call) {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> call.accept(iot))
                .withMessageContaining("Access to TopicRuleDestination '%s' was denied".formatted(MISSING));
    }

    static List<Consumer<IotClient>> invalid() {
        return List.of(
                iot -> iot.createTopicRuleDestination(r -> {}),
                iot -> iot.createTopicRuleDestination(r -> r.destinationConfiguration(
                        TopicRuleDestinationConfiguration.builder().build())),
                iot -> iot.createTopicRuleDestination(
                        r -> r.destinationConfiguration(c -> c.httpUrlConfiguration(h -> h.confirmationUrl("no url")))),
                iot -> iot.confirmTopicRuleDestination(r -> r.confirmationToken("a/wrong/token")),
                iot -> iot.listTopicRuleDestinations(r -> r.maxResults(1001)));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatIsWrongIsRefused(Consumer<IotClient> call) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> call.accept(iot));
    }

    @Test
    void destinationInANetworkOfAwsIsRefusedByName() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> iot.createTopicRuleDestination(r -> r.destinationConfiguration(c ->
                        c.vpcConfiguration(v -> v.vpcId("vpc-1").subnetIds("s").roleArn("r")))))
                .withMessageContaining("vpcConfiguration is not emulated");
    }

    private TopicRuleDestination create(String path) {
        return iot.createTopicRuleDestination(
                        r -> r.destinationConfiguration(c -> c.httpUrlConfiguration(h -> h.confirmationUrl(url(path)))))
                .topicRuleDestination();
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(receiver.port(), path);
    }
}
