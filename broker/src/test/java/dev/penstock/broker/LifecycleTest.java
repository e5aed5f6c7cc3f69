package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LifecycleTest {
    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", taken.getLocalPort()), time);

            assertThatThrownBy(broker::start)
                    .isInstanceOf(StartException.class)
                    .hasMessage(
                            "broker: port %d on 127.0.0.1 is taken; stop what uses it or choose another port (0 takes a free one)",
                            taken.getLocalPort());

            await("no thread left").until(() -> threads().isEmpty());
        }
    }

    @Test
    void twoBrokersInOneJvmAreStrangers() throws Exception {
        try (TestBroker one = new TestBroker();
                TestBroker two = new TestBroker()) {
            Queue<Mqtt3Publish> first = TestBroker.collect(one.connect("app"), "a", MqttQos.AT_LEAST_ONCE);
            Queue<Mqtt3Publish> second = TestBroker.collect(two.connect("app"), "a", MqttQos.AT_LEAST_ONCE);

            TestBroker.publish(one.connect("device"), "a", "one");
            TestBroker.publish(two.connect("device"), "a", "two");

            await("deliveries").until(() -> first.size() == 1 && second.size() == 1);
            assertThat(TestBroker.texts(first)).containsExactly("one");
            assertThat(TestBroker.texts(second)).containsExactly("two");
            assertThat(one.listener.payloads()).containsExactly("one");
        }
    }

    @Test
    @Timeout(120)
    void closeIsQuickAndCompleteWhileClientsPublish() throws Exception {
        Set<Path> filesBefore = filesHere();
        List<Duration> taken = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            taken.add(closedWhileClientsPublish());
        }

        assertThat(Collections.min(taken))
                .as("of %s, on a machine that may be busy", taken)
                .isLessThan(Duration.ofSeconds(1));
        assertThat(filesHere()).isEqualTo(filesBefore);
    }

    /** How long it takes. */
    private static Duration closedWhileClientsPublish() {
        TestBroker test = new TestBroker();
        test.listener.hold();
        List<RawClient> clients = IntStream.range(0, 100)
                .mapToObj(i -> test.rawConnected("c" + i))
                .toList();
        clients.forEach(client -> client.send(RawClient.publishPacket(1, "a", "x")));
        await("publishes").until(() -> test.listener.messages.size() == 100);
        int port = test.port();

        long nanos = stopwatch(test.broker::close);

        assertThat(clients).allMatch(RawClient::isClosedByBroker);
        await("no thread left").until(() -> threads().isEmpty());
        assertThat(test.time.inFlight().snapshot()).isEmpty();
        assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .isInstanceOf(IOException.class);
        test.broker.close();
        test.close();
        return Duration.ofNanos(nanos);
    }

    @Test
    void listenerThatAcceptsAfterTheEndDoesNoHarm() throws Exception {
        try (LogLines log = new LogLines()) {
            TestBroker test = new TestBroker();
            test.listener.hold();
            test.rawConnected("device").send(RawClient.publishPacket(1, "a", "x"));
            await("the listener").until(() -> test.listener.messages.size() == 1);
            test.broker.close();

            test.listener.accept("x");

            await("rest").until(test.time.inFlight()::isSettled);
            await("no thread left").until(() -> threads().isEmpty());
            assertThat(log.errors()).isEmpty();
            test.close();
        }
    }

    @Test
    void closedPortCanBeTakenAgain() throws Exception {
        int port = freePort();
        MessageBroker first = Brokers.local(new BrokerSettings("127.0.0.1", port), time);
        first.start();
        first.close();

        MessageBroker second = Brokers.local(new BrokerSettings("127.0.0.1", port), time);
        second.start();

        assertThat(second.mqttPort()).isEqualTo(port);
        second.close();
    }

    @Test
    void closeWithoutStartIsHarmless() {
        MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);

        broker.close();

        assertThatThrownBy(broker::mqttPort)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broker is not started");
        assertThat(broker.publish("a", Bytes.EMPTY, 0, "N/A").toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void plainMqttIsWarnedAboutOnce() throws Exception {
        try (LogLines log = new LogLines();
                TestBroker test = new TestBroker()) {
            test.connect("device");

            assertThat(log.warnings())
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line).contains("127.0.0.1:" + test.port(), "AWS IoT Core refuses it"));
        }
    }

    /** Outside the range of ports that systems give to whoever wants any: nobody else takes it in between. */
    private static int freePort() throws IOException {
        int port = 25_000 + (int) (ProcessHandle.current().pid() % 5_000);
        while (true) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                port++;
            }
        }
    }

    /** Of our own and of Moquette's. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("penstock-broker")
                        || name.startsWith("Session Executor")
                        || name.startsWith("pool-"))
                .toList();
    }

    private static Set<Path> filesHere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            return files.collect(Collectors.toSet());
        }
    }

    private static long stopwatch(Runnable work) {
        List<Long> marks = new ArrayList<>(List.of(System.nanoTime()));
        work.run();
        return System.nanoTime() - marks.get(0);
    }
}
