package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.broker.authority.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With {@code broker.requireServerName}. Source: AWS IoT Core developer guide, transport security. */
class ServerNameTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();
    private final TestBroker test = new TestBroker(HandshakeSettings.LENIENT.withServerName(true), AUTHORITY);

    @AfterEach
    void close() {
        test.close();
    }

    private SSLSocket socket(InetAddress host) throws IOException {
        return DeviceTls.socket(AUTHORITY, null, "", host, test.broker.tlsPort().orElseThrow());
    }

    @Test
    void clientThatNamesTheHostIsGreeted() throws IOException {
        try (SSLSocket socket = socket(named("localhost.localdomain"))) {
            assertThat(socket.getSession().isValid()).isTrue();
        }
    }

    @Test
    void clientOfAnAddressIsRefusedAndTheLogSaysWhy() throws IOException {
        try (LogLines log = new LogLines()) {
            assertThatThrownBy(() -> socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                    .isInstanceOf(IOException.class);

            TestBroker.await("the warning").until(() -> !log.warnings().isEmpty());
            test.close();
            assertThat(log.warnings()).singleElement().asString().contains("no server name (SNI)");
        }
    }

    /** Java sends as server name what it would look up; names without a dot are not sent. */
    private static InetAddress named(String name) throws UnknownHostException {
        return InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1});
    }
}
