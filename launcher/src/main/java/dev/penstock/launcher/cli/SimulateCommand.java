package dev.penstock.launcher.cli;

import dev.penstock.launcher.simulate.BrokerAddress;
import dev.penstock.launcher.simulate.DeviceFleet;
import dev.penstock.launcher.simulate.FleetCounters;
import dev.penstock.launcher.simulate.FleetListener;
import dev.penstock.launcher.simulate.FleetSettings;
import dev.penstock.launcher.simulate.SimulatedEvents;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.Time;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Runs simulated devices against any MQTT endpoint, until Ctrl-C or a limit. Exit code 0 only when every published message
 * was acknowledged.
 */
@Command(
        name = "simulate",
        description = "Run simulated devices that replay a file of events against any MQTT endpoint.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SimulateCommand implements Callable<Integer> {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int HTTPS_PORT = 443;
    private static final int PRINTED_FLEET = 10;
    private static final Duration PROGRESS = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--endpoint", description = "Host of the broker (default: ${DEFAULT-VALUE})")
    private String endpoint = "localhost";

    @Option(names = "--port", description = "Default: 1883; with TLS 8883; with TLS and --websocket 443")
    private @Nullable Integer port;

    @Option(names = "--ca", description = "Root CA file, PEM; turns TLS on")
    private @Nullable Path ca;

    @Option(names = "--cert", description = "Certificate of the device, PEM; turns TLS on")
    private @Nullable Path certificate;

    @Option(names = "--key", description = "Private key of the device, PEM (PKCS#8, or RSA as AWS IoT gives it)")
    private @Nullable Path key;

    @Option(names = "--websocket", description = "MQTT over WebSocket at /mqtt, not signed")
    private boolean webSocket;

    @Option(names = "--client-id", description = "Put before the device id to make the MQTT client id")
    private String clientIdPrefix = "";

    @Option(names = "--topic-prefix", description = "Devices publish to PREFIX/DEVICE (default: ${DEFAULT-VALUE})")
    private String topicPrefix = "sensors";

    @Option(names = "--device-id", description = "The device; with --devices put before their numbers")
    private @Nullable String deviceId;

    @Option(names = "--devices", description = "How many devices, named device-1, device-2 ...")
    private @Nullable Integer devices;

    @Option(names = "--mode", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private FleetSettings.Mode mode = FleetSettings.Mode.PUBLISH;

    @Option(
            names = "--rate",
            description = "Messages a second of each device; 0: as fast as acknowledged (default: ${DEFAULT-VALUE})")
    private double rate = 1;

    @Option(
            names = "--in-flight",
            description = "Messages of a device that may wait for their PUBACK (default: ${DEFAULT-VALUE})")
    private int inFlight = 1;

    @Option(names = "--events", description = "JSON array of objects to replay (default: a few built-in ones)")
    private @Nullable Path events;

    @Option(names = "--duration", description = "Stop after this time, e.g. 20s, 5m", converter = DurationText.class)
    private @Nullable Duration duration;

    @Option(names = "--count", description = "Stop after this many messages of each device")
    private long count;

    @Option(
            names = "--quiet",
            negatable = true,
            description = "One progress line a second instead of each message; on for more than 10 devices")
    private @Nullable Boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        FleetSettings settings = settings();
        SimulatedEvents replayed = events == null ? SimulatedEvents.builtIn() : SimulatedEvents.read(events);
        boolean silent = quiet == null ? settings.deviceIds().size() > PRINTED_FLEET : quiet;
        Printer printer = new Printer(out(), silent);
        ShutdownSignal signal = ShutdownSignal.install();
        int code = 1;
        try (SystemTime time = new SystemTime();
                DeviceFleet fleet = new DeviceFleet(settings, replayed, time, printer)) {
            fleet.start();
            awaitEnd(fleet, time, printer, signal);
            code = stop(fleet, printer);
        } finally {
            signal.cleaned(code);
        }
        return code;
    }

    /** Until Ctrl-C, the end of the duration, or the last acknowledgement of a limited run. */
    private void awaitEnd(DeviceFleet fleet, Time time, Printer printer, ShutdownSignal signal)
            throws InterruptedException {
        long started = time.millis();
        long end = duration == null ? Long.MAX_VALUE : started + duration.toMillis();
        CompletableFuture<Void> finished = fleet.finished().toCompletableFuture();
        long nextProgress = started + PROGRESS.toMillis();
        while (!finished.isDone() && time.millis() < end && !signal.await(TICK.toMillis())) {
            if (time.millis() >= nextProgress) {
                nextProgress += PROGRESS.toMillis();
                printer.progress(fleet.counters());
            }
        }
    }

    private static int stop(DeviceFleet fleet, Printer printer) throws InterruptedException {
        try {
            fleet.stop(STOP_LIMIT).toCompletableFuture().get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("stopping a fleet does not fail", impossible);
        }
        FleetCounters counters = fleet.counters();
        printer.summary(counters);
        return counters.published() == counters.acknowledged() ? 0 : 1;
    }

    private FleetSettings settings() {
        try {
            return new FleetSettings(address(), deviceIds(), clientIdPrefix, topicPrefix, mode, rate, inFlight, count);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command().commandLine(), wrong.getMessage());
        }
    }

    private BrokerAddress address() {
        boolean secure = ca != null || certificate != null || key != null;
        int usual = !secure ? PLAIN_PORT : webSocket ? HTTPS_PORT : TLS_PORT;
        if (webSocket && !secure && port == null) {
            throw new ParameterException(command().commandLine(), "--websocket without TLS needs --port");
        }
        return new BrokerAddress(
                endpoint,
                port == null ? usual : port,
                secure ? new BrokerAddress.TlsFiles(ca, certificate, key) : null,
                webSocket ? "mqtt" : null);
    }

    private List<String> deviceIds() {
        if (devices == null) {
            return List.of(deviceId == null ? "device-1" : deviceId);
        }
        return FleetSettings.numbered(deviceId == null ? "device-" : deviceId + "-", devices);
    }

    private PrintWriter out() {
        return command().commandLine().getOut();
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the command up");
        }
        return spec;
    }

    /** Prints what devices do. */
    private static final class Printer implements FleetListener {
        private final PrintWriter out;
        private final boolean silent;
        private volatile String newestFailure = "";

        Printer(PrintWriter out, boolean silent) {
            this.out = out;
            this.silent = silent;
        }

        @Override
        public void connected(String deviceId) {
            newestFailure = "";
            print(deviceId + " connected");
        }

        @Override
        public void disconnected(String deviceId, Throwable cause, Duration retryIn) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            newestFailure = "; %s: %s".formatted(deviceId, root.getMessage());
            print("%s not connected: %s; tries again in %d s"
                    .formatted(deviceId, root.getMessage(), retryIn.toSeconds()));
        }

        @Override
        public void published(String deviceId, String topic, Bytes payload) {
            if (!silent) {
                print("%s published to %s: %s".formatted(deviceId, topic, payload.utf8()));
            }
        }

        @Override
        public void received(String deviceId, String topic, Bytes payload) {
            if (!silent) {
                print("%s received on %s: %s".formatted(deviceId, topic, payload.utf8()));
            }
        }

        void progress(FleetCounters counters) {
            if (silent) {
                out.println(totals(counters) + newestFailure);
                out.flush();
            }
        }

        void summary(FleetCounters counters) {
            out.println("stopped: " + totals(counters));
            out.flush();
        }

        private static String totals(FleetCounters counters) {
            return "%d connected, %d published, %d acknowledged, %d received, %d failed attempts"
                    .formatted(
                            counters.connected(),
                            counters.published(),
                            counters.acknowledged(),
                            counters.received(),
                            counters.failed());
        }

        private void print(String line) {
            if (!silent) {
                out.println(line);
                out.flush();
            }
        }
    }

    /** Reads {@code 20s}, {@code 500ms}, {@code 5m}, {@code 1h}. */
    static final class DurationText implements ITypeConverter<Duration> {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'%s' is not a duration such as 20s, 500ms, 5m, 1h".formatted(text));
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
    }
}
