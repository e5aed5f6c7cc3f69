package dev.penstock.analytics.operator;

/** Unwinds the thread of an application that is being stopped while it waits for an output. Not an error of a row. */
public final class PipelineClosed extends RuntimeException {
    public PipelineClosed() {
        super("the application is being stopped", null, false, false);
    }
}
