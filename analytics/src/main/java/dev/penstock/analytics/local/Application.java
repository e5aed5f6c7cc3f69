package dev.penstock.analytics.local;

import dev.penstock.analytics.ApplicationDescription;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InputStartingPosition;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.plan.ApplicationCompiler;
import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.run.ApplicationRun;
import dev.penstock.analytics.run.Counters;
import dev.penstock.analytics.run.ErrorStream;
import dev.penstock.analytics.run.Observation;
import dev.penstock.analytics.run.StoppedPoint;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.StartingPosition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An application that passed all checks. Start and stop are guarded by {@code lock}. */
final class Application {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final int MAX_OUTPUTS = 3;

    private final Object lock = new Object();
    private final ApplicationSpec spec;
    private final ApplicationPlan plan;
    private final RecordMapping mapping;
    private final ApplicationRun.Surroundings surroundings;
    private final Counters counters;
    private final Instant created;
    private @Nullable StoppedPoint stoppedPoint;
    private boolean isRetired;
    private volatile Status status = Status.READY;
    private volatile @Nullable ApplicationRun run;

    private Application(
            ApplicationSpec spec,
            ApplicationPlan plan,
            RecordMapping mapping,
            ApplicationRun.Surroundings surroundings,
            Instant created) {
        this.created = created;
        this.spec = spec;
        this.plan = plan;
        this.mapping = mapping;
        this.surroundings = surroundings;
        counters = new Counters(plan);
    }

    static Application create(
            ApplicationSpec spec, ApplicationCompiler compiler, ApplicationRun.Surroundings surroundings) {
        return create(spec, compiler, surroundings, surroundings.time().now());
    }

    /** The same application with another specification. */
    static Application successor(Application before, ApplicationSpec spec, ApplicationCompiler compiler) {
        return create(spec, compiler, before.surroundings, before.created);
    }

    private static Application create(
            ApplicationSpec spec,
            ApplicationCompiler compiler,
            ApplicationRun.Surroundings surroundings,
            Instant created) {
        if (!NAME.matcher(spec.name()).matches()) {
            throw invalid("the application name '%s' must be 1 to 128 of a-z, A-Z, 0-9, '_', '.', '-'"
                    .formatted(spec.name()));
        }
        RecordMapping mapping =
                spec.input().equals(ApplicationSpec.Input.NONE) ? NoInput.MAPPING : RecordMapping.of(spec.input());
        if (spec.references().size() > 1) {
            throw invalid("an application has at most one reference table, not %d"
                    .formatted(spec.references().size()));
        }
        List<StreamSchema> tables = spec.references().stream()
                .map(reference -> RecordMapping.of(reference).schema())
                .toList();
        List<StreamSchema> inputs =
                mapping == NoInput.MAPPING ? List.of(mapping.schema()) : mapping.streams(spec.input());
        refuseSameNames(inputs, tables);
        ApplicationPlan plan = compiler.compile(spec.code(), inputs, tables);
        checkOutputs(spec.outputs(), plan, spec.code().isBlank());
        return new Application(spec, plan, mapping, surroundings, created);
    }

    private static void refuseSameNames(List<StreamSchema> inputs, List<StreamSchema> tables) {
        for (StreamSchema table : tables) {
            if (inputs.stream().anyMatch(input -> input.name().equals(table.name()))) {
                throw invalid("the reference table %s has the name of a stream of the input; choose another"
                        .formatted(table.name()));
            }
        }
    }

    private static void checkOutputs(
            List<ApplicationSpec.Output> outputs, ApplicationPlan plan, boolean isWithoutCode) {
        if (outputs.size() > MAX_OUTPUTS) {
            throw invalid("an application has at most %d outputs, not %d".formatted(MAX_OUTPUTS, outputs.size()));
        }
        Set<String> names = Stream.of(plan.inputs(), plan.streams(), List.of(ErrorStream.SCHEMA))
                .flatMap(List::stream)
                .map(StreamSchema::name)
                .collect(Collectors.toSet());
        for (ApplicationSpec.Output output : outputs) {
            // Before there is code, nobody can tell.
            if (!isWithoutCode && !names.contains(output.inApplicationStream())) {
                throw invalid(
                        "output %s: the code creates no stream of that name (upper and lower case count); there are"
                                        .formatted(output.inApplicationStream())
                                + " " + names.stream().sorted().collect(Collectors.joining(", ")));
            }
            if (!Set.of("JSON", "CSV").contains(output.format())) {
                throw invalid("output %s: the format must be JSON or CSV, not %s"
                        .formatted(output.inApplicationStream(), output.format()));
            }
        }
    }

    /** @param position null for that of the specification */
    void start(@Nullable InputStartingPosition position) {
        synchronized (lock) {
            requireStatus(Status.READY, "started");
            requireComplete();
            status = Status.STARTING;
            ApplicationRun started = null;
            try {
                started = new ApplicationRun(spec, plan, mapping, surroundings, counters, startingPoint(position));
                spec.outputs().stream()
                        .filter(output -> output.destination() instanceof ApplicationSpec.Destination.Stream)
                        .forEach(output -> surroundings.streams().describe(output.stream()));
                started.start();
                run = started;
                status = Status.RUNNING;
            } finally {
                if (status != Status.RUNNING) {
                    if (started != null) {
                        started.close();
                    }
                    status = Status.READY;
                }
            }
        }
    }

    void stop() {
        synchronized (lock) {
            requireStatus(Status.RUNNING, "stopped");
            close();
        }
    }

    private StoppedPoint startingPoint(@Nullable InputStartingPosition position) {
        StoppedPoint stopped = stoppedPoint;
        if (position == InputStartingPosition.LAST_STOPPED_POINT && stopped != null) {
            return stopped;
        }
        if (position == InputStartingPosition.NOW) {
            return StoppedPoint.of(new StartingPosition.Latest());
        }
        return StoppedPoint.of(
                position == InputStartingPosition.TRIM_HORIZON
                        ? new StartingPosition.TrimHorizon()
                        : spec.input().from());
    }

    private void requireComplete() {
        if (isRetired) {
            throw new AwsException(
                    "ResourceInUseException", 400, "Application %s is being changed.".formatted(spec.name()));
        }
        if (spec.input().equals(ApplicationSpec.Input.NONE) || spec.code().isBlank()) {
            throw new AwsException(
                    "InvalidApplicationConfigurationException",
                    400,
                    "Application %s has no %s; add it before the start."
                            .formatted(spec.name(), spec.code().isBlank() ? "code" : "input"));
        }
    }

    /** Stops it for good; whether it was running. */
    boolean retire() {
        synchronized (lock) {
            isRetired = true;
            boolean wasRunning = status == Status.RUNNING;
            close();
            return wasRunning;
        }
    }

    /** Takes over from what was retired. */
    void continueFrom(Application before) {
        StoppedPoint point;
        synchronized (before.lock) {
            point = before.spec.input().stream().equals(spec.input().stream()) ? before.stoppedPoint : null;
        }
        synchronized (lock) {
            stoppedPoint = point;
        }
    }

    ApplicationDescription description() {
        return new ApplicationDescription(spec, created, status == Status.RUNNING);
    }

    void close() {
        synchronized (lock) {
            ApplicationRun running = run;
            if (running != null) {
                status = Status.STOPPING;
                running.close();
                stoppedPoint = running.stoppedPoint();
                run = null;
                status = Status.READY;
            }
        }
    }

    ApplicationStatus status() {
        Map<String, Long> byStream = new LinkedHashMap<>();
        plan.streams()
                .forEach(stream -> byStream.put(
                        stream.name(), counters.stream(stream.name()).rows()));
        ApplicationRun running = run;
        return new ApplicationStatus(
                spec.name(),
                running != null && running.hasFailed() ? Status.STOPPING.name() : status.name(),
                counters.rowsIn(),
                counters.errorRows(),
                byStream,
                counters.rowsOut(),
                running == null ? 0 : running.observation().openGroups());
    }

    String plan() {
        return plan.describe();
    }

    ApplicationView view() {
        ApplicationRun running = run;
        Observation observation = running == null ? Observation.NONE : running.observation();
        return new ApplicationViews(spec, plan, counters)
                .of(status(), observation, running == null ? null : running.waitsFor());
    }

    private void requireStatus(Status required, String action) {
        if (status != required) {
            throw new AwsException(
                    "ResourceInUseException",
                    400,
                    "Application %s is %s; it can be %s when it is %s."
                            .formatted(spec.name(), status, action, required));
        }
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidArgumentException", 400, message);
    }

    private enum Status {
        READY,
        STARTING,
        RUNNING,
        STOPPING
    }
}
