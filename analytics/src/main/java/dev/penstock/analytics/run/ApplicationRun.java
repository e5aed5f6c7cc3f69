package dev.penstock.analytics.run;

import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.operator.PipelineClosed;
import dev.penstock.analytics.plan.ApplicationPlan;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.time.WorkSignal;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamSubscription;
import dev.penstock.stream.Streams;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of an application. Its thread alone reads, computes and writes; it sleeps until a shard has something or the
 * next window ends by the clock.
 */
public final class ApplicationRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApplicationRun.class);
    private static final long STOP_MILLIS = 5_000;

    private final ApplicationSpec spec;
    private final Streams streams;
    private final Time time;
    private final Outputs outputs;
    private final Parking parking;
    private final StoppedPoint from;
    private final RowSink listener;
    private final WorkSignal signal;
    private final Pipeline pipeline;
    private final InputReader reader;
    private volatile boolean stopped;
    private volatile boolean failed;
    private volatile boolean timerFired;
    private volatile Observation observation = Observation.NONE;
    private long timerDue = Watermark.NEVER;
    private Time.@Nullable Timer timer;
    private @Nullable Thread thread;
    private @Nullable StreamSubscription subscription;

    /** Sets an application up; nothing is read yet. */
    public ApplicationRun(
            ApplicationSpec spec,
            ApplicationPlan plan,
            RecordMapping mapping,
            Surroundings surroundings,
            Counters counters,
            StoppedPoint from) {
        this.from = from;
        this.spec = spec;
        this.streams = surroundings.streams();
        this.time = surroundings.time();
        this.listener = surroundings.listener();
        InFlight.Gauge gauge = time.inFlight().gauge("analytics");
        signal = new WorkSignal(gauge);
        parking = new Parking(gauge, time);
        outputs = new Outputs(spec, surroundings, parking, counters);
        pipeline = new Pipeline(
                plan,
                time,
                this::tell,
                outputs::of,
                ReferenceRows.read(spec.references(), surroundings.services().objects()),
                counters);
        reader = new InputReader(
                plan.inputs().size(),
                new InputRecords(mapping, pipeline, time, surroundings.preprocessor(spec), new Retries(parking)),
                outputs,
                settled(from, time));
    }

    /** "Now" is a moment: a later start that goes on from this one must not mean its own. */
    private static StoppedPoint settled(StoppedPoint from, Time time) {
        return from.from() instanceof StartingPosition.Latest
                ? new StoppedPoint(new StartingPosition.AtTimestamp(time.now()), from.done())
                : from;
    }

    /** How far it came; after {@link #close}. */
    public StoppedPoint stoppedPoint() {
        return reader.stoppedPoint();
    }

    /** Begins to read; returns when the position in the stream is fixed. */
    public void start() {
        thread = Threads.start("analytics-" + spec.name(), this::run);
        subscription = streams.subscribe(spec.input().stream(), "analytics-" + spec.name(), from.from(), shard -> {
            reader.opened(shard);
            shard.onAvailable(signal::wake);
            signal.wake();
        });
    }

    /** Whether its thread ended by itself, which only a fault of Penstock or of the input brings about. */
    public boolean hasFailed() {
        return failed;
    }

    /** How it stood after the last batch. */
    public Observation observation() {
        return observation;
    }

    /** What its thread waits for outside of the application, such as an output that has no room; null when nothing. */
    public @Nullable String waitsFor() {
        return parking.waitsFor();
    }

    /** Stops reading. Rows whose batch was not finished are read again by the next start of another consumer. */
    @Override
    public void close() {
        stopped = true;
        StreamSubscription open = subscription;
        if (open != null) {
            open.close();
        }
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            join(worker);
        }
        signal.close();
    }

    private void join(Thread worker) {
        try {
            worker.join(STOP_MILLIS);
            if (worker.isAlive()) {
                log.warn("application {} did not stop within {} ms", spec.name(), STOP_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (signal.await()) {
                step();
            }
        } catch (InterruptedException | PipelineClosed stop) {
            log.debug("application {} stops", spec.name());
        } catch (RuntimeException failure) {
            failed = true;
            log.error("application {} ended by a fault of Penstock or of its input", spec.name(), failure);
        } finally {
            cancelTimer();
            signal.close();
        }
    }

    private void step() {
        boolean hadRecords = true;
        while (hadRecords && !stopped) {
            hadRecords = reader.readAll();
            observe();
        }
        pipeline.advance(time.millis());
        outputs.flush();
        observe();
        setTimer();
    }

    private void observe() {
        observation = pipeline.observe(reader.millisBehind(), reader.shards());
    }

    /** The clock closes windows when no rows do. */
    private void setTimer() {
        long due = pipeline.nextDue();
        if (due == timerDue && !timerFired) {
            return;
        }
        cancelTimer();
        timerDue = due;
        timerFired = false;
        if (due != Watermark.NEVER) {
            timer = time.schedule(Duration.ofMillis(Math.max(0, due - time.millis())), () -> {
                timerFired = true;
                signal.wake();
            });
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void tell(StreamSchema schema, long rowTime, @Nullable Object[] values) {
        if (listener.isListening()) {
            listener.row(ShownRow.of(spec.name(), schema, rowTime, values));
        }
    }

    /**
     * What applications stand on.
     *
     * @param listener sees every row of every in-application stream; must not throw
     */
    public record Surroundings(
            Streams streams, Time time, RowSink listener, AwsIdentity identity, AnalyticsServices services) {

        /** The function that sees an application's records first, or null. */
        @Nullable
        Preprocessor preprocessor(ApplicationSpec spec) {
            String function = spec.input().processor();
            return function == null
                    ? null
                    : new Preprocessor(spec.name(), spec.input().stream(), function, identity, services.functions());
        }
    }

    /** Sees rows. */
    public interface RowSink {

        /** Whether anyone looks; rows are made readable only then. */
        boolean isListening();

        void row(InApplicationRow row);
    }
}
