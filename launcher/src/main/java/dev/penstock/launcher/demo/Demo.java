package dev.penstock.launcher.demo;

import dev.penstock.launcher.Emulator;
import dev.penstock.launcher.PipelineStatus;
import dev.penstock.platform.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Lets devices publish to a running pipeline for a while, shows each hop, and draws up the balance. */
public final class Demo {
    private static final long TICK_MILLIS = 1_000;
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);

    private final Emulator pipeline;
    private final Time time;
    private final Consumer<String> screen;
    private final Pause pause;
    private final LiveView view = new LiveView();

    /** How the demo waits for its next tick. */
    @FunctionalInterface
    public interface Pause {
        /** Waits; true when the user wants to stop now. */
        boolean millis(long millis) throws InterruptedException;
    }

    /** @param screen takes one line at a time */
    public Demo(Emulator pipeline, Time time, Consumer<String> screen, Pause pause) {
        this.pipeline = pipeline;
        this.time = time;
        this.screen = screen;
        this.pause = pause;
        pipeline.analytics().onRow(view::row);
    }

    /**
     * Runs until the duration is over or the user stops it.
     *
     * @param devices already publishing; closed here
     * @param consumers see {@link BalanceSheet#of}
     * @param rowStream see {@link BalanceSheet#of}
     */
    public BalanceSheet run(Devices devices, Duration duration, Map<String, String> consumers, String rowStream)
            throws InterruptedException {
        long end = time.millis() + duration.toMillis();
        boolean stopped = false;
        while (!stopped && time.millis() < end) {
            stopped = pause.millis(Math.min(TICK_MILLIS, Math.max(1, end - time.millis())));
            show(devices);
        }
        screen.accept("");
        screen.accept("devices stop; what is on its way is finished first");
        devices.close();
        if (!pipeline.drain(SETTLE_LIMIT)) {
            screen.accept("still busy after %d s: %s"
                    .formatted(SETTLE_LIMIT.toSeconds(), pipeline.status().inFlight()));
        }
        show(devices);
        return BalanceSheet.of(devices.witness(), pipeline.status(), consumers, rowStream);
    }

    private void show(Devices devices) {
        PipelineStatus status = pipeline.status();
        view.lines(time.now(), devices.published(), status).forEach(screen);
    }
}
