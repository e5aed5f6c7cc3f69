package dev.penstock.stream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IteratorTokensTest {
    private final TestTime time = TestTime.at("2015-01-22T01:22:02Z");
    private final InMemoryStreams streams = new InMemoryStreams(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
    private final IteratorTokens tokens = streams.iterators();
    private final StreamState stream;

    IteratorTokensTest() {
        streams.create(new StreamSpec("e".repeat(128), 3, StreamSpec.DEFAULT_RETENTION));
        stream = streams.all().get(0);
    }

    private String issue() {
        return tokens.issue(stream, stream.shards().get(2), 17);
    }

    @Test
    void carriesThePositionInAtMost512Characters() {
        String token = issue();

        assertThat(tokens.resolve(token)).isEqualTo(new IteratorTokens.Pointer(stream.name(), time.millis(), 2, 17));
        assertThat(token).hasSizeLessThanOrEqualTo(512);
    }

    @ParameterizedTest(name = "{0} characters: {1} bytes")
    @CsvSource({"1, 152", "13, 152", "14, 168", "29, 168", "30, 184", "128, 280"})
    void hasTheSizeAndTheFirstBytesOfTheServicesOwn(int nameLength, int bytes) {
        streams.create(new StreamSpec("n".repeat(nameLength), 1, StreamSpec.DEFAULT_RETENTION));
        StreamState named = streams.stream("n".repeat(nameLength));

        byte[] token =
                Base64.getDecoder().decode(tokens.issue(named, named.shards().get(0), Long.MAX_VALUE));

        assertThat(token).hasSize(bytes).startsWith(0, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void expiresAfterTheLifetimeOfTheSettings() {
        InMemoryStreams shortLived = new InMemoryStreams(
                AwsIdentity.DEFAULT, time, StreamSettings.defaults().withIteratorLifetime(Duration.ofSeconds(2)));
        String token = shortLived.iterators().issue(stream, stream.shards().get(2), 17);

        time.advance(Duration.ofSeconds(2));
        long position = shortLived.iterators().resolve(token).position();
        time.advance(Duration.ofMillis(1));

        assertThat(position).isEqualTo(17);
        assertThatThrownBy(() -> shortLived.iterators().resolve(token))
                .hasMessageEndingWith("further in the future than the tolerated delay of 2000 milliseconds.");
    }

    @Test
    void noTwoAreEqual() {
        assertThat(issue()).isNotEqualTo(issue());
    }

    @Test
    void quotesOfTheCommandLineAreTaken() {
        assertThat(tokens.resolve('"' + issue() + '"').position()).isEqualTo(17);
    }

    @Test
    void expiresAfterFiveMinutes() {
        String token = issue();

        time.advance(Duration.ofMinutes(5));
        assertThat(tokens.resolve(token).position()).isEqualTo(17);
        time.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> tokens.resolve(token))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("ExpiredIteratorException"))
                .hasMessage("Iterator expired. The iterator was created at time Thu Jan 22 01:22:02 UTC 2015 while"
                        + " right now it is Thu Jan 22 01:27:02 UTC 2015 which is further in the future than the"
                        + " tolerated delay of 300000 milliseconds.");
    }

    @Test
    void changedTokenIsRefused() {
        char[] token = issue().toCharArray();
        token[40] = token[40] == 'A' ? 'B' : 'A';

        assertThatThrownBy(() -> tokens.resolve(new String(token))).hasMessage("Invalid ShardIterator.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "!!", "AAAAAAAAAAE=", "\"", "\"\"", "AAAA", "AAAAAAAAAAEAAAAAAAAAAQ=="})
    void whatWasNeverIssuedIsRefused(String token) {
        assertThatThrownBy(() -> tokens.resolve(token))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidArgumentException"))
                .hasMessage("Invalid ShardIterator.");
    }
}
