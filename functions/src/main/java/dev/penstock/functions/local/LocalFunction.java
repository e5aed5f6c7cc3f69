package dev.penstock.functions.local;

import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.functions.runtime.FunctionVariables;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One function: its code, its environments, its asynchronous events, its logs. */
record LocalFunction(FunctionSpec spec, CodeFolder code, FunctionPool pool, EventQueue events, FunctionLogs logs)
        implements AutoCloseable {

    /** Makes it; its first environment is initialised by demand. */
    static LocalFunction open(
            FunctionSpec spec,
            FunctionRuntime runtime,
            CodeFolder code,
            AwsIdentity identity,
            FunctionSettings settings,
            Time time) {
        FunctionLogs logs = new FunctionLogs(spec.name(), spec.memoryMb());
        AtomicInteger number = new AtomicInteger();
        String arn = identity.arn("lambda", "function:" + spec.name()).toString();
        FunctionPool pool = new FunctionPool(
                spec,
                () -> {
                    String stream = logStream(time);
                    return runtime.open(new EnvironmentSpec(
                            spec,
                            code.root(),
                            List.of(),
                            FunctionReference.LATEST,
                            FunctionVariables.of(spec, identity, settings.environment(), code.root(), stream),
                            arn,
                            stream,
                            logs::append,
                            number.getAndIncrement()));
                },
                new InvocationRunner(spec, arn, logs, time),
                time,
                settings.maxConcurrency());
        EventQueue events = new EventQueue(spec.name(), pool::invoke, time, settings.maxConcurrency());
        return new LocalFunction(spec, code, pool, events, logs);
    }

    /** {@code YYYY/MM/DD/[$LATEST]<32 hex digits>}. */
    private static String logStream(Time time) {
        String day = LocalDate.ofInstant(time.now(), ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"));
        return day + "/[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Tries no more events, stops its environments, then removes unpacked code. */
    @Override
    public void close() {
        events.close();
        pool.close();
        code.close();
    }
}
