package dev.penstock.launcher.cli;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.launcher.Distribution;
import dev.penstock.launcher.Emulator;
import dev.penstock.launcher.demo.BalanceSheet;
import dev.penstock.launcher.demo.Demo;
import dev.penstock.launcher.demo.WitnessedFleet;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.simulate.BrokerAddress;
import dev.penstock.launcher.simulate.FleetSettings;
import dev.penstock.launcher.simulate.SimulatedEvents;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Both pipelines with simulated devices; exit code 0 only if the summary balances. */
@Command(
        name = "demo",
        description = "Run both pipelines with simulated devices, show each hop, and draw up the balance.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String ROW_STREAM = "DESTINATION_SQL_STREAM";
    private static final double THRESHOLD = 50;
    private static final int UNBALANCED = 1;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long devices publish. Default: ${DEFAULT-VALUE}")
    private int seconds = 20;

    @Option(names = "--devices", defaultValue = "10", description = "How many devices. Default: ${DEFAULT-VALUE}")
    private int devices = 10;

    @Option(
            names = "--rate",
            defaultValue = "5",
            description = "Messages a second of each device. Default: ${DEFAULT-VALUE}")
    private double rate = 5;

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ShutdownSignal signal = ShutdownSignal.install();
        int code = UNBALANCED;
        try (SystemTime time = new SystemTime()) {
            Path folder = Distribution.folder().resolve("examples/warning-events");
            Path template = folder.resolve("template.yaml");
            if (!Files.exists(template)) {
                throw new UserException("the distribution is not complete: %s is missing; build it with 'mvn package'"
                        .formatted(template));
            }
            Settings settings = options.settings(template, settings());
            PipelinePlan plan =
                    TemplateReader.read(template, options.parameters(), settings.identity(), options.code(settings));
            screen().println("Penstock demo: %d devices publish for %d s; two topic rules feed two pipelines\n"
                    .formatted(devices, seconds));
            try (Emulator pipeline = Emulator.start(settings, plan, time)) {
                screen().println("AWS endpoint %s, MQTT on port %d. Ready.\n"
                        .formatted(pipeline.endpoint(), pipeline.mqttPort()));
                BalanceSheet sheet = new Demo(pipeline, time, screen()::println, signal::await)
                        .run(start(pipeline, folder, time), Duration.ofSeconds(seconds), consumers(plan), ROW_STREAM);
                BalanceReport.lines(sheet).forEach(screen()::println);
                code = sheet.balanced() ? 0 : UNBALANCED;
            }
        } finally {
            screen().flush();
            signal.cleaned(code);
        }
        return code;
    }

    private WitnessedFleet start(Emulator pipeline, Path folder, SystemTime time) {
        FleetSettings fleet = FleetSettings.of(BrokerAddress.plain("127.0.0.1", pipeline.mqttPort()), devices)
                .withRate(rate);
        return WitnessedFleet.start(
                fleet, SimulatedEvents.read(folder.resolve("simulated_events.json")), time, THRESHOLD);
    }

    private static Map<String, String> consumers(PipelinePlan plan) {
        Map<String, String> consumers = new HashMap<>();
        for (EventSourceMappingSpec mapping : plan.mappings()) {
            consumers.put(mapping.sourceName(), mapping.sourceName() + " -> " + mapping.function());
        }
        for (ApplicationSpec application : plan.applications()) {
            consumers.put(application.input().stream(), application.name());
        }
        return consumers;
    }

    private PrintWriter screen() {
        return spec.commandLine().getOut();
    }

    /** A demo may run for longer than the stream's memory lasts: what its consumers are past may go. */
    private static Settings settings() {
        Settings usual = Settings.defaults();
        return usual.withStreams(usual.streams().withWhenFull(StreamSettings.WhenFull.DROP_CONSUMED));
    }
}
