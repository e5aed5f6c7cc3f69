package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.Pem;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.CertificateIds;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second broker stands for AWS IoT. */
class MirrorTest {
    private static final int MAX_UNACKNOWLEDGED = 100;
    private static final int MAX_UNHELD = 1_000;

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private static final CertificateAuthority.IssuedKeys KEYS = AUTHORITY.issue();
    private final ListedAuthorizer authorizer = new ListedAuthorizer();
    private final TestBroker aws = new TestBroker(authorizer, AUTHORITY);
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final HeldListener rules = new HeldListener();

    @TempDir
    private Path folder;

    private MessageBroker mirror = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("mirror.pem"), Pem.write(KEYS.certificate()));
        Files.writeString(folder.resolve("mirror.key"), Pem.write(KEYS.pair().getPrivate()));
        Files.writeString(folder.resolve("root.pem"), Pem.write(AUTHORITY.certificate()));
        mirror = mirror(aws.broker.tlsPort().orElseThrow());
    }

    private MessageBroker mirror(int port) {
        return mirror(port, time);
    }

    private MessageBroker mirror(int port, Time clock) {
        MessageBroker made = Brokers.mirror(
                new MirrorSettings(
                        "localhost",
                        port,
                        "mirror",
                        folder.resolve("mirror.pem"),
                        folder.resolve("mirror.key"),
                        folder.resolve("root.pem"),
                        List.of("plant/#")),
                clock);
        made.onPublish(rules);
        return made;
    }

    @AfterEach
    void close() {
        rules.acceptAll();
        mirror.close();
        aws.close();
    }

    private MirrorCounters mirrored() {
        return ((MirrorBroker) mirror).mirrored();
    }

    private void tell(String payload) {
        publish(payload, MessageProperties.EMPTY).toCompletableFuture().join();
    }

    private CompletionStage<Void> publish(String payload, MessageProperties properties) {
        return aws.broker.publish("plant/a", Bytes.utf8(payload), 1, "device", properties);
    }

    @Test
    void rulesGetTheMessageWithItsProperties() {
        mirror.start();
        MessageProperties properties = new MessageProperties(
                "text/plain",
                "plant/answer",
                Bytes.utf8("7"),
                true,
                List.of(
                        new MessageProperties.UserProperty("unit", "C"),
                        new MessageProperties.UserProperty("unit", "K")));

        publish("20", properties).toCompletableFuture().join();

        await("the message").until(() -> mirror.counters().acknowledged() == 1);
        assertThat(rules.messages).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("plant/a");
            assertThat(message.payload().utf8()).isEqualTo("20");
            assertThat(message.qos()).isEqualTo(1);
            assertThat(message.clientId()).isEqualTo("N/A");
            assertThat(message.properties()).isEqualTo(properties);
        });
    }

    /** In real time: a test clock waits for what is in flight before it goes on, and here something is. */
    @Test
    void messageThatRulesHaveNotAcceptedComesAgainAndAnAcceptedOneDoesNot() {
        try (SystemTime clock = new SystemTime();
                MessageBroker held = mirror(aws.broker.tlsPort().orElseThrow(), clock)) {
            held.start();
            tell("accepted");
            await("the acknowledgement").until(() -> held.counters().acknowledged() == 1);
            rules.hold();
            tell("waiting");
            await("the message").until(() -> rules.messages.size() == 2);

            authorizer.revoke(CertificateIds.of(KEYS.certificate()));
            await("it again").until(() -> rules.messages.size() == 3);
            rules.acceptAll();
            tell("later");

            await("the last").until(() -> rules.payloads().contains("later"));
            assertThat(rules.payloads()).containsExactly("accepted", "waiting", "waiting", "later");
        }
    }

    @Test
    void whatIsPublishedWhileTheConnectionIsLostIsNotLost() {
        mirror.start();
        authorizer.revoke(CertificateIds.of(KEYS.certificate()));
        await("the end").until(() -> mirror.counters().connections() == 0);
        tell("meanwhile");

        await("it, by a connection made again").until(() -> {
            time.advance(Duration.ofSeconds(1));
            return rules.payloads().contains("meanwhile") && mirrored().reconnects() > 0;
        });

        assertThat(rules.payloads()).containsExactly("meanwhile");
        assertThat(mirrored().reconnects()).isEqualTo(1);
    }

    @Test
    void messagesOfQos0AboveTheBoundAreDroppedAndCounted() {
        mirror.start();
        rules.hold();

        for (int i = 0; i < MAX_UNHELD + 5; i++) {
            aws.broker
                    .publish("plant/a", Bytes.utf8("x"), 0, "device")
                    .toCompletableFuture()
                    .join();
        }

        await("all").until(() -> mirrored().received() + mirrored().dropped() == MAX_UNHELD + 5);
        assertThat(mirrored()).isEqualTo(new MirrorCounters(true, MAX_UNHELD, 0, 5, 0, MAX_UNHELD));
    }

    @Test
    void messageThatRulesRefuseComesAgain() {
        mirror.start();
        rules.fail(true);
        tell("x");
        await("the first time").until(() -> !rules.messages.isEmpty());

        rules.fail(false);
        await("it again").until(() -> {
            time.advance(Duration.ofSeconds(1));
            return mirror.counters().acknowledged() == 1;
        });

        assertThat(rules.payloads()).hasSizeGreaterThan(1).containsOnly("x");
    }

    @Test
    void slowRulesHoldTheEndpointBackAndNothingIsLost() {
        mirror.start();
        rules.hold();
        List<String> all = IntStream.range(0, 250).mapToObj(Integer::toString).toList();

        all.forEach(this::tell);
        await("what may wait").until(() -> rules.messages.size() == MAX_UNACKNOWLEDGED);
        MirrorCounters early = mirrored();
        rules.acceptAll();

        await("all").until(() -> mirror.counters().acknowledged() == all.size());
        assertThat(early).isEqualTo(new MirrorCounters(true, MAX_UNACKNOWLEDGED, 0, 0, 0, MAX_UNACKNOWLEDGED));
        assertThat(mirrored()).isEqualTo(new MirrorCounters(true, all.size(), all.size(), 0, 0, 0));
        assertThat(rules.payloads()).containsExactlyElementsOf(all);
    }

    @Test
    void publishesToTheEndpoint() {
        mirror.start();

        mirror.publish("office/a", Bytes.utf8("1"), 1, "rule")
                .toCompletableFuture()
                .join();

        assertThat(aws.listener.payloads()).containsExactly("1");
    }

    @Test
    void endLeavesNoSessionBehind() {
        mirror.start();
        mirror.close();
        tell("for nobody");

        mirror = mirror(aws.broker.tlsPort().orElseThrow());
        mirror.start();
        tell("for the next");

        await("the next").until(() -> !rules.messages.isEmpty());
        assertThat(rules.payloads()).containsExactly("for the next");
    }

    @Test
    void endpointThatIsNotThereIsSaidWithWhatToDo() {
        MessageBroker lost = mirror(1);

        assertThatThrownBy(lost::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("mirror: cannot connect to localhost:1 as 'mirror'");
    }

    @Test
    void subscriptionThatIsDeniedIsAStartProblem() {
        authorizer.deny(Action.SUBSCRIBE, "plant/#");

        assertThatThrownBy(mirror::start).isInstanceOf(StartException.class).hasMessageContaining("iot:Subscribe");
    }
}
