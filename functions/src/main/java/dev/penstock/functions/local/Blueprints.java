package dev.penstock.functions.local;

import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.local.LogFormat.RuntimeName;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.functions.runtime.FunctionVariables;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes blueprints: finds the runtime, unpacks the code, computes the variables. */
final class Blueprints {
    private static final Pattern RUNTIME = Pattern.compile("([a-z]+)\\.?(.*?)(?:\\.x)?");

    private final AwsIdentity identity;
    private final Time time;
    private final List<FunctionRuntime> runtimes;
    private final FunctionSettings settings;

    Blueprints(AwsIdentity identity, Time time, List<FunctionRuntime> runtimes, FunctionSettings settings) {
        this.identity = identity;
        this.time = time;
        this.runtimes = List.copyOf(runtimes);
        this.settings = settings;
    }

    AwsIdentity identity() {
        return identity;
    }

    Time time() {
        return time;
    }

    FunctionSettings settings() {
        return settings;
    }

    /** The ARN of a function, without qualifier. */
    String arnOf(String function) {
        return identity.arn("lambda", "function:" + function).toString();
    }

    /** @throws AwsException ValidationException, InvalidParameterValueException */
    void check(FunctionSpec spec) {
        FunctionLimits.check(spec);
        FunctionVariables.check(spec);
        runtimeOf(spec);
    }

    private FunctionRuntime runtimeOf(FunctionSpec spec) {
        Optional<FunctionRuntime> found =
                runtimes.stream().filter(candidate -> candidate.supports(spec)).findFirst();
        return found.orElseThrow(() -> FunctionErrors.invalid(
                ("runtime '%s' is not supported locally; use javaNN, python3.x, nodejsNN.x or, with a bootstrap of your own,"
                                + " provided.al2023")
                        .formatted(spec.runtime())));
    }

    /**
     * The code as it is now on disk.
     *
     * @throws AwsException InvalidParameterValueException when it cannot be read
     */
    Blueprint latest(FunctionSpec spec, FunctionLogs logs) {
        try {
            return of(spec, FunctionReference.LATEST, CodeFolder.of(spec), logs);
        } catch (StartException unreadable) {
            throw FunctionErrors.invalid(String.valueOf(unreadable.getMessage()));
        }
    }

    /** The same code under a number, and whatever happens to its folder later. */
    Blueprint frozen(Blueprint latest, FunctionSpec spec, String version, FunctionLogs logs) {
        List<CodeFolder> layers =
                latest.layers().stream().map(layer -> layer.frozen(spec)).toList();
        return of(spec, version, latest.code().frozen(spec), layers, logs);
    }

    private Blueprint of(FunctionSpec spec, String version, CodeFolder code, FunctionLogs logs) {
        List<CodeFolder> layers = new ArrayList<>();
        try {
            for (Path layer : spec.options().layers()) {
                layers.add(CodeFolder.ofLayer(spec, layer));
            }
        } catch (StartException unreadable) {
            code.close();
            layers.forEach(CodeFolder::close);
            throw unreadable;
        }
        return of(spec, version, code, layers, logs);
    }

    private Blueprint of(
            FunctionSpec spec, String version, CodeFolder code, List<CodeFolder> layers, FunctionLogs logs) {
        return new Blueprint(
                new Blueprint.Identity(spec, arnOf(spec.name()), version, runtimeName(spec.runtime())),
                runtimeOf(spec),
                code,
                layers,
                FunctionVariables.of(spec, version, identity, settings.environment(), code.root()),
                logs,
                time);
    }

    /** DIFFERS: which patch level AWS would have is not known here; it is always v0, and the ARN is the name's hash. */
    private RuntimeName runtimeName(String runtime) {
        Matcher parts = RUNTIME.matcher(runtime);
        String version = parts.matches() ? "%s:%s.v0".formatted(parts.group(1), parts.group(2)) : runtime;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(version.getBytes(StandardCharsets.UTF_8));
            String arn = "arn:aws:lambda:%s::runtime:%s"
                    .formatted(identity.region(), HexFormat.of().formatHex(hash));
            return new RuntimeName(version, arn);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
