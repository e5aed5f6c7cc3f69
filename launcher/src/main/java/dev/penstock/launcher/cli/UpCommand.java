package dev.penstock.launcher.cli;

import dev.penstock.launcher.Emulator;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.time.SystemTime;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts the pipeline of a template and keeps it up until Ctrl-C. */
@Command(
        name = "up",
        description = "Start the pipeline that a SAM/CloudFormation template describes; stays up until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger("penstock");

    @Parameters(index = "0", paramLabel = "TEMPLATE", description = "The template, YAML or JSON")
    private Path template = Path.of("template.yaml");

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--strict", description = "Do not start when there is a warning about the template")
    private boolean strict;

    @Override
    public Integer call() throws InterruptedException {
        ShutdownSignal signal = ShutdownSignal.install();
        int code = 1;
        try (SystemTime time = new SystemTime()) {
            Settings settings = options.settings(template);
            PipelinePlan plan =
                    TemplateReader.read(template, options.parameters(), settings.identity(), options.code(settings));
            PlanReport.lines(plan).forEach(log::info);
            plan.warnings().forEach(warning -> log.warn("{}", warning));
            if (strict && !plan.warnings().isEmpty()) {
                throw new UserException("%d warnings, and --strict takes them for errors"
                        .formatted(plan.warnings().size()));
            }
            try (Emulator pipeline = Emulator.start(settings, plan, time)) {
                pipeline.outputs().forEach((name, value) -> log.info("output {} = {}", name, value));
                pipeline.tlsPort()
                        .ifPresent(port -> log.info(
                                "MQTT with TLS on port {}, over WebSocket at {}/mqtt",
                                port,
                                pipeline.endpoint().toString().replaceFirst("^http", "ws")));
                log.info("AWS endpoint {}, MQTT on port {}. Ready.", pipeline.endpoint(), pipeline.mqttPort());
                signal.await();
                log.info("stopping");
            }
            code = 0;
        } finally {
            signal.cleaned(code);
        }
        return code;
    }
}
