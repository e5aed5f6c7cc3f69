package dev.penstock.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.store.LocalFolder;
import dev.penstock.store.SdkClient;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbLocalIT {
    private static final TableSpec.Key ID = new TableSpec.Key("id", "S");

    private final SystemTime time = new SystemTime();
    private final DynamoDbLocal server = new DynamoDbLocal(LocalFolder.PATH, time);

    @AfterEach
    void close() {
        server.close();
        time.close();
    }

    @Test
    void twoInOneJvmDoNotSeeEachOther() {
        Tables one = StoreFactory.local(new StoreSettings(LocalFolder.PATH), time);
        Tables other = StoreFactory.local(new StoreSettings(LocalFolder.PATH), time);
        try (one;
                other) {
            one.start();
            other.start();
            one.create(new TableSpec("mine", ID, null, 0, 0));

            assertThat(one.names()).containsExactly("mine");
            assertThat(other.names()).isEmpty();
            assertThat(other.endpoint()).isNotEqualTo(one.endpoint());
        }
    }

    @Test
    void closedServerLeavesNoThreadAndFreesItsPort() throws IOException {
        server.start();
        try (DynamoDbClient client = SdkClient.at(server.endpoint())) {
            client.listTables();
        }
        int port = server.endpoint().getPort();
        assertThat(threadsOfDynamoDbLocal()).isNotEmpty();

        server.close();

        assertThat(threadsOfDynamoDbLocal()).isEmpty();
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void closedServerIsCollectedWithAllItsClasses() {
        server.start();
        try (DynamoDbClient client = SdkClient.at(server.endpoint())) {
            client.listTables();
        }
        WeakReference<ClassLoader> loader = new WeakReference<>(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getContextClassLoader)
                .filter(LibraryLoader.class::isInstance)
                .findAny()
                .orElseThrow());

        server.close();

        await("collection of the class loader").atMost(Duration.ofSeconds(60)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    @Test
    void closedServerCanBeStartedAgainAndClosedTwice() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        server.close();
        server.start();
        server.close();
        server.start();

        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        try (DynamoDbClient client = SdkClient.at(server.endpoint())) {
            assertThat(client.listTables().tableNames()).isEmpty();
        }
        server.close();
        server.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(server::endpoint);
    }

    @Test
    void listensOnTheLoopbackAddressOnlyAndSetsUpNoTelemetry() throws IOException {
        server.start();
        try (DynamoDbClient client = SdkClient.at(server.endpoint())) {
            client.listTables();
        }

        for (InetAddress address : addressesOfThisMachine()) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(
                                new InetSocketAddress(address, server.endpoint().getPort()), 1_000))
                        .as("connect to %s", address)
                        .isInstanceOf(ConnectException.class);
            }
        }
        assertThat(server.hasLoaded("software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler"))
                .isTrue();
        assertThat(server.hasLoaded("software.amazon.awssdk.services.pinpoint.DefaultPinpointClient"))
                .isFalse();
        assertThat(server.hasLoaded("software.amazon.awssdk.services.cognitoidentity.DefaultCognitoIdentityClient"))
                .isFalse();
        assertThat(Path.of("dynamodb-local-metadata.json")).doesNotExist();
    }

    @Test
    void nativeLibraryIsNotLeftInTheTemporaryFolder() throws IOException {
        List<String> before = sqliteFiles();

        server.start();
        try (DynamoDbClient client = SdkClient.at(server.endpoint())) {
            client.listTables();
        }

        // other programs of this machine may have theirs there for a moment
        await("removal of the library").atMost(Duration.ofSeconds(60)).until(() -> before.containsAll(sqliteFiles()));
    }

    @Test
    void missingFolderIsAStartErrorThatSaysWhatToDo(@TempDir Path folder) {
        DynamoDbLocal missing = new DynamoDbLocal(folder.resolve("none"), time);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(missing::start)
                .withMessageContaining(folder.resolve("none").toString())
                .withMessageContaining("mvn package")
                .withMessageContaining("--dynamodb-endpoint");
    }

    @Test
    void folderWithABrokenJarIsAStartError(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("DynamoDBLocal-0.jar"), "not a jar");
        DynamoDbLocal broken = new DynamoDbLocal(folder, time);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(broken::start)
                .withMessageContaining("does not start");
        assertThat(threadsOfDynamoDbLocal()).isEmpty();
    }

    /** Besides loopback; may be none. */
    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static List<String> threadsOfDynamoDbLocal() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() instanceof LibraryLoader)
                .map(Thread::getName)
                .toList();
    }

    private static List<String> sqliteFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("sqlite"))
                    .sorted()
                    .toList();
        }
    }
}
