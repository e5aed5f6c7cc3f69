package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.authority.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
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
            assertThat(isEnded(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                    .isTrue();

            TestBroker.await("the warning").until(() -> !log.warnings().isEmpty());
            test.close();
            assertThat(log.warnings()).singleElement().asString().contains("no server name (SNI)");
        }
    }

    /** In TLS 1.3 a client may be through its handshake before the server has looked at what it sent. */
    private boolean isEnded(InetAddress host) {
        try (SSLSocket socket = socket(host)) {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Java sends as server name what it would look up; names without a dot are not sent. */
    private static InetAddress named(String name) throws UnknownHostException {
        return InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1});
    }
}
