package dev.penstock.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.HandshakeSettings;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.broker.PolicyMode;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.RateLimits;
import dev.penstock.broker.ShadowSettings;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.ExternalServices.Secret;
import dev.penstock.stream.StreamFaults;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    @TempDir
    Path directory;

    @Test
    void everySettingIsRead() {
        Settings settings = read("""
                region: eu-west-1
                account: 012345678901
                host: 127.0.0.2
                port: 0
                mqttPort: 1884
                broker:
                  tlsPort: 8884
                  sessionExpirySeconds: 60
                  minKeepAliveSeconds: 5
                  policies: warn
                  dataDir: data
                  signingKeys: {AKIATEST: secret}
                  requireServerName: true
                  shadowBytes: 30720
                  shadowDepth: 8
                stream: {profile: aws, endpoint: 'http://127.0.0.1:4570'}
                store: {endpoint: 'http://127.0.0.1:8000'}
                """);

        assertThat(settings)
                .isEqualTo(new Settings(
                        new AwsIdentity("012345678901", "eu-west-1"),
                        "127.0.0.2",
                        0,
                        1884,
                        new Settings.Hop(Profile.AWS, URI.create("http://127.0.0.1:4570")),
                        new Settings.Hop(Profile.LOCAL, URI.create("http://127.0.0.1:8000")),
                        Settings.defaults().streams(),
                        RuleOptions.NONE,
                        LambdaOptions.DEFAULT,
                        EndpointOptions.NONE,
                        AnalyticsOptions.DEFAULT,
                        new BrokerOptions(
                                OptionalInt.of(8884),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(5),
                                RateLimits.NONE,
                                DenialsV3.DEFAULT,
                                Qos2.CLOSE,
                                IdentitySettings.DEFAULT
                                        .withPolicies(PolicyMode.WARN)
                                        .withDataFolder(
                                                directory.toAbsolutePath().resolve("data")),
                                new HandshakeSettings(Map.of("AKIATEST", "secret"), true),
                                new ShadowSettings(30_720, 8),
                                null)));
    }

    @Test
    void functionsAreSetTogetherAndOneByOne() {
        LambdaOptions functions = read("""
                        functions:
                          maxConcurrency: 1
                          asyncRetryScale: 0.01
                          hotReload: false
                          java: fork
                          overrides:
                            Warn: {code: ../build, fork: false, interpreter: venv/bin/python, debugPort: 5678}
                        """).functions();

        assertThat(functions)
                .isEqualTo(new LambdaOptions(
                        1,
                        0.01,
                        false,
                        true,
                        Map.of(
                                "Warn",
                                new LambdaOptions.OneFunction(
                                        directory.resolveSibling("build"),
                                        false,
                                        directory.resolve("venv/bin/python"),
                                        5678))));
        assertThat(functions.code()).isEqualTo(Map.of("Warn", directory.resolveSibling("build")));
    }

    @Test
    void treatmentOfClientsIsSet() {
        EndpointOptions endpoint = read("""
                        endpoint:
                          strictAuth: true
                          tls: {certificate: local.pem, key: /keys/local.key}
                          maxConnections: 10
                          maxBodyBytes: 16777216
                        """).endpoint();

        assertThat(endpoint)
                .isEqualTo(new EndpointOptions(
                        true, directory.resolve("local.pem"), Path.of("/keys/local.key"), 10, 16_777_216));
    }

    @Test
    void applicationsCanWaitForTheirStart() {
        assertThat(read("analytics: {autoStart: false}\n").analytics()).isEqualTo(new AnalyticsOptions(false));
        assertThat(read("analytics: local\n").analytics()).isEqualTo(AnalyticsOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "endpoint: {strictAuth: perhaps}|'strictAuth' must be true or false, was 'perhaps'",
                "endpoint: {tls: {certificate: local.pem}}|'endpoint': tls needs both, a certificate and its key",
                "endpoint: {maxBodyBytes: 10}|'endpoint': maxBodyBytes 10 must be 16777216 or more",
                "endpoint: {maxConnections: -1}|'endpoint': maxConnections -1 must be 1 or more",
                "endpoint: {tls: on}|'tls' must be a map",
                "analytics: {autoStart: later}|'autoStart' must be true or false, was 'later'",
                "analytics: aws|'analytics' can only be 'local' in this version",
                "broker: {publishesPerSecond: 0}|'broker': publishesPerSecond 0 must be 1 or more",
                "broker: {qos2: allow}|'broker': qos2 'allow' must be close or ignore or downgrade",
                "broker: {denySubscribeV3: ignore}|'broker': denySubscribeV3 'ignore' must be suback80 or close",
                "endpoint: {auth: on}|unknown setting of 'endpoint' 'auth'"
            })
    void sectionThatMakesNoSenseIsReported(String file, String message) {
        assertThatThrownBy(() -> read(file + "\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "kept; ALWAYS; 0; 4294967296",
                "{directory: kept}; ALWAYS; 0; 4294967296",
                "{directory: kept, fsync: never}; NEVER; 0; 4294967296",
                "{directory: kept, fsync: 100ms, maxBytes: 100000000}; INTERVAL; 100; 100000000"
            })
    void directoryThatKeepsStreamsIsSet(String yaml, StreamPersistence.Fsync.When when, long millis, long maxBytes) {
        StreamSettings streams =
                read("stream: {persistence: %s}".formatted(yaml)).streams();

        assertThat(streams.persistence())
                .isEqualTo(new StreamPersistence(
                        directory.resolve("kept"),
                        new StreamPersistence.Fsync(when, Duration.ofMillis(millis)),
                        maxBytes));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{directory: d, fsync: sometimes}; fsync must be always, never, or an interval such as 100ms",
                "{directory: d, maxBytes: 5}; needs maxBytes of 67108864 or more, not 5",
                "{fsync: never}; needs a 'directory'",
                "{directory: d, fsnyc: never}; did you mean 'fsync'"
            })
    void persistenceThatCannotBeIsRefused(String yaml, String expected) {
        assertThatThrownBy(() -> read("stream: {persistence: %s}".formatted(yaml)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void behaviourOfStreamsIsSet() {
        StreamSettings streams = read("""
                        stream:
                          throttling: aws
                          transition: 1s
                          shardLimit: 50
                          maxBytesPerStream: 1048576
                          maxBytes: 2097152
                          whenFull: dropConsumed
                          strictSubscriptions: true
                          subscriptionLifetime: 10s
                          heartbeat: 500ms
                          iteratorLifetime: 2s
                          initialize: ['orders:2', a.b:1]
                          faults: [{fault: throttleShard, stream: orders, times: 3}]
                        """).streams();

        assertThat(streams)
                .isEqualTo(new StreamSettings(
                        new StreamSettings.Memory(1048576, 2097152, StreamSettings.WhenFull.DROP_CONSUMED),
                        true,
                        Duration.ofSeconds(1),
                        50,
                        new StreamSettings.FanOut(true, Duration.ofSeconds(10), Duration.ofMillis(500)),
                        Duration.ofSeconds(2),
                        List.of(
                                new StreamSpec("orders", 2, StreamSpec.DEFAULT_RETENTION),
                                new StreamSpec("a.b", 1, StreamSpec.DEFAULT_RETENTION)),
                        List.of(StreamFaults.Fault.of(
                                Map.of("fault", "throttleShard", "stream", "orders", "times", 3))),
                        null));
    }

    @Test
    void budgetOfAllStreamsGrowsWithTheBudgetOfOne() {
        StreamSettings streams =
                read("stream: {maxBytesPerStream: 9000000000000}").streams();

        assertThat(streams.maxBytesTotal()).isEqualTo(9_000_000_000_000L);
    }

    @Test
    void actionsOfRulesAreSet() throws IOException {
        Path jar = Files.createFile(directory.resolve("my.jar"));

        ActionOptions actions = read("""
                        rules:
                          recordOnly: [kafka, timestream]
                          actions: [my.jar]
                          http: {confirmation: automatic, remote: true}
                          sinks: {maxBytes: 1000, maxEntries: 10}
                        """).rules().actions();

        assertThat(actions)
                .isEqualTo(new ActionOptions(Set.of("kafka", "timestream"), true, true, List.of(jar), 1000, 10));
        assertThat(read("rules: {recordOnly: true}").rules().actions()).isEqualTo(ActionOptions.DEFAULT.recordingAll());
        assertThat(read("rules: {recordOnly: false}").rules().actions()).isEqualTo(ActionOptions.DEFAULT);
    }

    @Test
    void objectsAndSecretsOfRulesAreReadFromBesideTheFile() throws IOException {
        Files.createDirectory(directory.resolve("s3"));
        Files.writeString(directory.resolve("login.json"), "{\"user\":\"u\"}");
        Files.write(directory.resolve("key.der"), new byte[] {1, (byte) 0xff});

        RuleOptions rules = read("""
                        rules:
                          objects: s3
                          secrets:
                            plain: abc
                            login: {file: login.json}
                            key: {binaryFile: key.der}
                        """).rules();

        assertThat(rules.objects()).contains(directory.resolve("s3"));
        assertThat(rules.secrets())
                .isEqualTo(Map.of(
                        "plain", new Secret("abc", null),
                        "login", new Secret("{\"user\":\"u\"}", null),
                        "key", new Secret(null, Bytes.wrap(new byte[] {1, (byte) 0xff}))));
        assertThat(rules.toString()).contains("plain").doesNotContain("abc");
    }

    @Test
    void profileSwitchesStreamAndStoreAndAHopOfItsOwnWins() {
        Settings settings = read("profile: aws\nstore: local\n");

        assertThat(settings.stream().isAws()).isTrue();
        assertThat(settings.store().isAws()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "strem: aws          | :1:1: unknown setting 'strem'; did you mean 'stream'?",
                "stream: cloud       | :1:9: a profile is 'local' or 'aws', was 'cloud'",
                "rules: {secret: {}} | :1:9: unknown setting of 'rules' 'secret'; did you mean 'secrets'?",
                "rules: {objects: s4}| :1:8: 'objects' must be a folder; there is none at",
                "rules: {secrets: [a]}| :1:18: 'secrets' must be a map, was a list",
                "rules: {secrets: {a: {file: b}}}| :1:22: secret 'a':",
                "rules: {secrets: {a: {}}}| :1:22: secret 'a' must be a text, or have one of [file, binaryFile]",
                "rules: {recordOnly: [s3]}| :1:22: 's3' is no action that can be recorded only; these are: elasticsearch,",
                "rules: {recordOnly: kafka}| :1:21: 'recordOnly' must be true, false or a list of actions, was 'kafka'",
                "rules: {actions: [no.jar]}| :1:19: 'actions': there is no jar at",
                "rules: {http: {confirmations: required}}| :1:16: unknown setting of 'http' 'confirmations'; did you mean 'confirmation'?",
                "rules: {http: {confirmation: no}}| :1:15: 'confirmation' is 'automatic' or 'required', was 'no'",
                "rules: {http: {remote: maybe}}| :1:15: 'remote' is true or false, was 'maybe'",
                "rules: {sinks: {maxBytes: 0}}| :1:16: 'maxBytes' must be 1 to 9223372036854775807, was 0",
                "rules: aws          | :1:8: 'rules' can only be 'local' in this version; stream and store can be 'aws'",
                "port: many          | :1:1: 'port' must be a whole number, was 'many'",
                "port: 70000         | :1:1: port 70000 must be 0 to 65535",
                "account: 12         | :1:1: account '12' must have 12 digits",
                "stream: {maxByte: 1}| :1:10: unknown setting of 'stream' 'maxByte'; did you mean 'maxBytes'?",
                "stream: {maxBytes: 0}| :1:20: 'maxBytes': byte budgets must be 1 or more, were",
                "stream: {throttling: on}| :1:22: 'throttling': must be one of [aws, off], was 'on'",
                "stream: {throtling: aws}| :1:10: unknown setting of 'stream' 'throtling'; did you mean 'throttling'?",
                "stream: {whenFull: drop}| :1:20: 'whenFull': must be one of [dropConsumed, keep], was 'drop'",
                "stream: {transition: 5}| :1:22: 'transition': '5' is not a duration such as 100ms, 20s, 5m, 1h or 0",
                "stream: {transition: 2h}| :1:22: 'transition': transition must be 0 ms to 3600000 ms (1 h), was 7200000 ms",
                "stream: {shardLimit: x}| :1:22: 'shardLimit' must be a whole number, was 'x'",
                "stream: {shardLimit: 0}| :1:22: 'shardLimit': shardLimit must be 1 to 1000000, was 0",
                "stream: {strictSubscriptions: 1}| :1:31: 'strictSubscriptions': must be one of [false, true], was '1'",
                "stream: {heartbeat: 0}| :1:21: 'heartbeat': heartbeat must be 1 ms",
                "stream: {initialize: a}| :1:22: 'initialize' must be a list, was 'a'",
                "stream: {initialize: [orders]}| :1:23: 'initialize': a stream is given as name:shards, for example orders:2; was 'orders'",
                "stream: {initialize: ['a b:1']}| :1:23: 'initialize': stream name 'a b' must have 1 to 128 characters",
                "stream: {faults: [a]}| :1:19: 'faults': a fault is a map, was 'a'",
                "stream: {faults: [{fault: x}]}| :1:19: 'faults': 'fault' must be one of [failEntry, failCall, throttleShard, delay, expireIterator], was x",
                "functions: {maxConcurrency: 0}| :1:12: 'functions': 'maxConcurrency' must be 1 or more, was 0",
                "functions: {asyncRetryScale: 2}| :1:12: 'functions': 'asyncRetryScale' must be 0 to 1, was 2.0",
                "functions: {java: forked}| :1:12: 'functions': 'java' must be one of in-process, fork, was 'forked'",
                "functions: {hotreload: no}| :1:13: unknown setting of 'functions' 'hotreload'; did you mean 'hotReload'?",
                "functions: {overrides: {Fn: {debugPort: 0}}}| :1:29: 'debugPort' of function 'Fn' must be 1 to 65535, was 0",
                "functions: aws| :1:12: 'functions' can only be 'local' in this version",
                "store: {endpoint: x}| :1:8: 'endpoint' must be a URL such as http://127.0.0.1:8000, was 'x'",
            })
    void wrongSettingIsRefusedWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("penstock.yaml" + message);
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        assertThatThrownBy(() -> read("stream: x\nstore: y\n"))
                .hasMessageContaining("'x'")
                .hasMessageContaining("'y'");
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
