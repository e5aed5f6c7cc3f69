package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.local.LogFormat.RuntimeName;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One state of the code and configuration of a function or version: what environments are made from. Its unpacked code is
 * deleted when it has a successor, or its function is gone, and its last environment has ended.
 */
final class Blueprint {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    private final Identity identity;
    private final FunctionRuntime runtime;
    private final CodeFolder code;
    private final List<CodeFolder> layers;
    private final Map<String, String> variables;
    private final FunctionLogs logs;
    private final Time time;
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * What it is of.
     *
     * @param arn of the function, without qualifier
     * @param version {@code $LATEST} or a number
     * @param runtimeName as Lambda calls what runs it
     */
    record Identity(FunctionSpec spec, String arn, String version, RuntimeName runtimeName) {}

    Blueprint(
            Identity identity,
            FunctionRuntime runtime,
            CodeFolder code,
            List<CodeFolder> layers,
            Map<String, String> variables,
            FunctionLogs logs,
            Time time) {
        this.identity = identity;
        this.runtime = runtime;
        this.code = code;
        this.layers = List.copyOf(layers);
        this.variables = Map.copyOf(variables);
        this.logs = logs;
        this.time = time;
    }

    FunctionSpec spec() {
        return identity.spec();
    }

    String version() {
        return identity.version();
    }

    CodeFolder code() {
        return code;
    }

    List<CodeFolder> layers() {
        return layers;
    }

    /**
     * Begins to initialise an environment.
     *
     * @param number tells the environments of one function apart
     * @throws StartException when this machine lacks something
     */
    PooledEnvironment open(int number) {
        String stream = streamName();
        EnvironmentLog log = new EnvironmentLog(
                logs, LogFormat.of(spec()), EnvironmentSpec.logGroup(spec()), stream, version(), time);
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        List<Path> layerFolders = layers.stream().map(CodeFolder::root).toList();
        EnvironmentSpec spec = new EnvironmentSpec(
                spec(), code.root(), layerFolders, version(), all, identity.arn(), stream, log::output, number);
        log.initStarted(identity.runtimeName());
        PooledEnvironment opened = new PooledEnvironment(runtime.open(spec), this, log);
        users.incrementAndGet();
        opened.environment().gone().thenRun(this::leave);
        return opened;
    }

    /** {@code YYYY/MM/DD/[version]<32 hex digits>}. */
    private String streamName() {
        String day = LocalDate.ofInstant(time.now(), ZoneOffset.UTC).format(DAY);
        return "%s/[%s]%s"
                .formatted(day, version(), UUID.randomUUID().toString().replace("-", ""));
    }

    /** It has a successor, or is not needed any more; environments of it may still run. */
    void release() {
        if (released.compareAndSet(false, true)) {
            leave();
        }
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            code.close();
            layers.forEach(CodeFolder::close);
        }
    }
}
