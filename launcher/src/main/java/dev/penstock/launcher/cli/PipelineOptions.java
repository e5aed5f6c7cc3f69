package dev.penstock.launcher.cli;

import dev.penstock.launcher.settings.ActionOptions;
import dev.penstock.launcher.settings.Profile;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that runs a pipeline. What is said here wins over the settings file. */
final class PipelineOptions {
    private static final String SETTINGS_FILE = "penstock.yaml";

    @Option(names = "--port", description = "Port of the AWS endpoint, 0 for a free one. Default: 4566")
    private @Nullable Integer port;

    @Option(names = "--mqtt-port", description = "Port of plain MQTT, 0 for a free one. Default: 1883")
    private @Nullable Integer mqttPort;

    @Option(
            names = "--profile",
            description = "local or aws: where streams and tables are; the other hops are always local")
    private @Nullable Profile profile;

    @Option(names = "--config", description = "Settings file. Default: penstock.yaml beside the template, if there")
    private @Nullable Path config;

    @Option(names = "--dynamodb-endpoint", description = "Use the DynamoDB at this URL instead of DynamoDB Local")
    private @Nullable URI dynamoDbEndpoint;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Value of a template parameter; may be repeated")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--record-only",
            description =
                    "Accept actions whose service is not here (timestream, kafka, ...) and keep what they would send")
    private boolean recordOnly;

    @Option(
            names = "--actions",
            paramLabel = "JAR",
            description = "Jar with your own kinds of rule actions; may be repeated. See docs/actions.md")
    private List<Path> actions = new ArrayList<>();

    @Option(
            names = "--code",
            paramLabel = "ID=PATH",
            description = "Folder, jar or zip with the code of a function or layer, by its logical id; may be repeated")
    private Map<String, Path> code = new LinkedHashMap<>();

    /** Where code is instead of where the template says, by logical id. */
    Map<String, Path> code(Settings settings) {
        Map<String, Path> all = new LinkedHashMap<>(settings.functions().code());
        all.putAll(code);
        return all;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    /** @param template the settings file is looked for beside it */
    Settings settings(Path template) {
        return settings(template, Settings.defaults());
    }

    /** @param base what holds where neither the file nor an option says something */
    Settings settings(Path template, Settings base) {
        Settings settings = base;
        Path file = settingsFile(template);
        if (file != null) {
            settings = SettingsReader.read(file, settings);
        }
        if (profile != null) {
            settings = SettingsReader.withProfile(settings, profile);
        }
        if (dynamoDbEndpoint != null) {
            settings = settings.withStore(new Settings.Hop(Profile.LOCAL, dynamoDbEndpoint));
        }
        settings = settings.withRules(
                settings.rules().withActions(actions(settings.rules().actions())));
        try {
            return UserFolder.ofThisUser()
                    .keepAuthority(settings)
                    .withPorts(
                            port == null ? settings.port() : port, mqttPort == null ? settings.mqttPort() : mqttPort);
        } catch (IllegalArgumentException outOfRange) {
            throw new UserException(String.valueOf(outOfRange.getMessage()));
        }
    }

    private ActionOptions actions(ActionOptions inFile) {
        ActionOptions all = inFile.withJars(actions);
        return recordOnly ? all.recordingAll() : all;
    }

    private @Nullable Path settingsFile(Path template) {
        if (config != null) {
            return config;
        }
        Path beside = template.toAbsolutePath().resolveSibling(SETTINGS_FILE);
        return Files.exists(beside) ? beside : null;
    }
}
