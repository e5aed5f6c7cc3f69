package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes a function as AWS does: the same members in the same order. Lists have no state of the function; so the API
 * Reference says of ListFunctions.
 *
 * @param shown what the API keeps of a function or version, by its ARN
 * @param layerArn the ARN of a layer that a function has
 */
record FunctionConfiguration(Function<String, ShownSettings> shown, Function<Path, String> layerArn, String region) {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    /** How far a function is, as the answer to a change tells it. */
    enum Stage {
        CREATING,
        UPDATING,
        READY,
        /** In a list. */
        UNSAID
    }

    /** @param arn with or without a version or alias, as the caller asked for it */
    void write(FunctionDescription function, String arn, Stage stage, WireOutput out) throws IOException {
        FunctionSpec spec = function.spec();
        FunctionOptions options = spec.options();
        ShownSettings settings = shown.apply(FunctionArns.versioned(function));
        out.text("FunctionName", spec.name())
                .text("FunctionArn", arn)
                .text("Runtime", spec.runtime())
                .text("Role", options.role())
                .text("Handler", spec.handler())
                .number("CodeSize", function.codeSize())
                .text("Description", options.description())
                .number("Timeout", spec.timeout().toSeconds())
                .number("MemorySize", spec.memoryMb())
                .text("LastModified", TIME.format(function.lastModified()))
                .text("CodeSha256", function.codeSha256())
                .text("Version", function.version());
        settings.writeVpc(out);
        if (options.deadLetterTarget().isPresent()) {
            out.structure("DeadLetterConfig", dead -> dead.text("TargetArn", options.deadLetterTarget()));
        }
        if (!spec.environment().isEmpty()) {
            out.structure(
                    "Environment",
                    environment -> environment.structure("Variables", variables -> {
                        for (var variable : new TreeMap<>(spec.environment()).entrySet()) {
                            variables.text(variable.getKey(), variable.getValue());
                        }
                    }));
        }
        if (!settings.kmsKeyArn().isEmpty()) {
            out.text("KMSKeyArn", settings.kmsKeyArn());
        }
        out.structure("TracingConfig", tracing -> tracing.text("Mode", settings.tracing()));
        out.text("RevisionId", function.revisionId());
        writeLayers(options.layers(), out);
        writeState(stage, out);
        out.text("PackageType", "Zip").texts("Architectures", List.of(options.architecture()));
        out.structure("EphemeralStorage", storage -> storage.number("Size", options.ephemeralStorageMb()));
        out.structure("SnapStart", snap -> snap.text("ApplyOn", "None").text("OptimizationStatus", "Off"));
        if (stage != Stage.UNSAID) {
            out.structure(
                    "RuntimeVersionConfig", runtime -> runtime.text("RuntimeVersionArn", runtimeArn(spec.runtime())));
        }
        out.structure("LoggingConfig", logging -> writeLogging(spec, logging));
    }

    private void writeLayers(List<Path> layers, WireOutput out) throws IOException {
        if (!layers.isEmpty()) {
            out.structures(
                    "Layers",
                    layers,
                    (layer, item) -> item.text("Arn", layerArn.apply(layer))
                            .number("CodeSize", layer.toFile().length()));
        }
    }

    private static void writeState(Stage stage, WireOutput out) throws IOException {
        switch (stage) {
            case CREATING ->
                out.text("State", "Pending")
                        .text("StateReason", "The function is being created.")
                        .text("StateReasonCode", "Creating");
            case UPDATING ->
                out.text("State", "Active")
                        .text("LastUpdateStatus", "InProgress")
                        .text("LastUpdateStatusReason", "The function is being created.")
                        .text("LastUpdateStatusReasonCode", "Creating");
            case READY -> out.text("State", "Active").text("LastUpdateStatus", "Successful");
            case UNSAID -> {}
        }
    }

    private static void writeLogging(FunctionSpec spec, WireOutput out) throws IOException {
        FunctionOptions.Logging logging = spec.options().logging();
        out.text("LogFormat", logging.json() ? "JSON" : "Text");
        if (logging.json()) {
            out.text("ApplicationLogLevel", logging.applicationLevel()).text("SystemLogLevel", logging.systemLevel());
        }
        out.text("LogGroup", logging.group().isEmpty() ? "/aws/lambda/" + spec.name() : logging.group());
    }

    /** Looks like AWS's and is the same for the same runtime. */
    private String runtimeArn(String runtime) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Bytes.utf8(runtime).shared());
            return "arn:aws:lambda:%s::runtime:%s"
                    .formatted(region, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
