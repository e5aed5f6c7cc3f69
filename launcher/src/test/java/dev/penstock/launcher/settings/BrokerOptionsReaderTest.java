package dev.penstock.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.RateLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code broker}. */
class BrokerOptionsReaderTest {
    @TempDir
    Path directory;

    @Test
    void ratesOfClientsAreLimited() {
        Settings settings =
                read("broker: {publishesPerSecond: 100, connectsPerSecond: 500, connectsPerSecondOfClient: 1}");

        assertThat(settings.broker().at("127.0.0.1", 0).rates())
                .isEqualTo(new RateLimits(OptionalInt.of(100), OptionalInt.of(500), OptionalInt.of(1)));
    }

    @ParameterizedTest
    @CsvSource({"suback80, close, SUBACK80, CLOSE", "close, connack5, CLOSE, CONNACK5"})
    void answersToDenialsAreChosen(
            String subscribe, String connect, DenialsV3.OfSubscribe ofSubscribe, DenialsV3.OfConnect ofConnect) {
        Settings settings = read("broker: {denySubscribeV3: %s, denyConnectV3: %s}".formatted(subscribe, connect));

        assertThat(settings.broker().at("127.0.0.1", 0).denialsV3()).isEqualTo(new DenialsV3(ofSubscribe, ofConnect));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"close, CLOSE", "ignore, IGNORE", "downgrade, DOWNGRADE"})
    void whatBecomesOfQos2IsChosen(String text, Qos2 qos2) {
        Settings settings = read("broker: {qos2: %s}".formatted(text));

        assertThat(settings.broker().at("127.0.0.1", 0).qos2()).isEqualTo(qos2);
        assertThat(BrokerOptions.DEFAULT.at("127.0.0.1", 0).qos2()).isEqualTo(Qos2.CLOSE);
    }

    @Test
    void tlsPortIsAsFarFromThePlainOneAs8883From1883() {
        assertThat(BrokerOptions.DEFAULT.at("127.0.0.1", 1883).tlsPort()).hasValue(8883);
        assertThat(BrokerOptions.DEFAULT.at("127.0.0.1", 2883).tlsPort()).hasValue(9883);
        assertThat(BrokerOptions.DEFAULT.at("127.0.0.1", 0).tlsPort()).hasValue(0);
    }

    @Test
    void mirrorIsReadFromTheBroker() {
        Settings settings = read("""
                broker:
                  mirror: {endpoint: abc.iot.example, clientId: me, certificate: me.pem, key: me.key, topics: ['plant/#']}
                """);

        assertThat(settings.broker().mirrored()).hasValueSatisfying(mirror -> {
            assertThat(mirror.endpoint()).isEqualTo("abc.iot.example");
            assertThat(mirror.port()).isEqualTo(8883);
            assertThat(mirror.certificate()).hasFileName("me.pem").isAbsolute();
            assertThat(mirror.authorities()).isEmpty();
            assertThat(mirror.topics()).containsExactly("plant/#");
        });
    }

    @Test
    void mirrorThatLacksSomethingIsToldAllOfIt() {
        assertThatThrownBy(() -> read("broker: {mirror: {endpoint: abc.iot.example, key: me.key}}"))
                .hasMessageContainingAll(
                        "'mirror' needs 'clientId'", "'mirror' needs 'certificate'", "'mirror' needs 'topics'");
    }

    @Test
    void brokerSettingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> read("broker: {sessionExpirySeconds: 604801}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sessionExpirySeconds 604801 must be 1 to 604800");
    }

    @Test
    void handshakeThatCannotBeIsNamed() {
        assertThatThrownBy(() -> read("broker: {signingKeys: {}}")).hasMessageContaining("at least one access key id");
        assertThatThrownBy(() -> read("broker: {shadowDepth: 9}")).hasMessageContaining("shadowDepth 9 must be 1 to 8");
        assertThatThrownBy(() -> read("broker: {requireServerName: sometimes}"))
                .hasMessageContaining("requireServerName 'sometimes' must be true or false");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(read("broker: {signingKeys: {AKIATEST: hidden}}").toString())
                .contains("AKIATEST")
                .doesNotContain("hidden");
    }

    @Test
    void policyModeThatIsNoneIsNamed() {
        assertThatThrownBy(() -> read("broker: {policies: strict}"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("policies 'strict' must be certificates, enforce, warn or off");
    }

    private Settings read(String yaml) {
        Path file = directory.resolve("penstock.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return SettingsReader.read(file, Settings.defaults());
    }
}
