package dev.penstock.store.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.time.Time;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.Tables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class DynamoDbTablesTest {
    private static final Time TIME = TestTime.at("2026-01-01T00:00:00Z");

    @Test
    void realServiceIsAddressedByItsRegion() {
        Tables tables = StoreFactory.aws(null, "eu-west-1", TIME);

        assertThat(tables.endpoint()).hasToString("https://dynamodb.eu-west-1.amazonaws.com");
    }

    @Test
    void regionOfAnotherPartitionHasItsOwnDomain() {
        Tables tables = StoreFactory.aws(null, "cn-north-1", TIME);

        assertThat(tables.endpoint()).hasToString("https://dynamodb.cn-north-1.amazonaws.com.cn");
    }

    @Test
    void serverThatDoesNotAnswerIsAStartErrorThatNamesIt() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Tables tables = StoreFactory.aws(URI.create("http://127.0.0.1:" + free), "us-east-1", TIME);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(tables::start)
                .withMessageContaining("http://127.0.0.1:" + free)
                .withMessageContaining("does not answer");
        tables.close();
    }

    @Test
    void tablesThatAreNotStartedSaySo() {
        Tables tables = StoreFactory.aws(URI.create("http://127.0.0.1:1"), "us-east-1", TIME);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(tables::names);
    }
}
