package dev.penstock.functions.java;

import java.util.function.Consumer;

/**
 * Where an environment's lines go. Lines that its threads write between two invocations say so: AWS shows them in the
 * next invocation's, where they only confuse.
 */
final class EnvironmentLog implements Consumer<String> {
    private final Consumer<String> sink;
    private final String tag;
    private final LineOutput output = new LineOutput(this);
    private volatile boolean idle;

    EnvironmentLog(Consumer<String> sink, int number) {
        this.sink = sink;
        tag = "[environment " + number + ", between invocations] ";
    }

    /** Takes what the function prints. */
    LineOutput output() {
        return output;
    }

    void beginInvocation() {
        output.flushLine();
        idle = false;
    }

    /** Hands on what has no line end yet. */
    void endInvocation() {
        output.flushLine();
        idle = true;
    }

    /** One event of the log, without line end; from any thread. */
    @Override
    public void accept(String event) {
        sink.accept(idle ? tag + event : event);
    }
}
