package dev.penstock.platform.lifecycle;

/** A part of a pipeline that is started once and closed once. */
public interface Component extends AutoCloseable {

    /** What it is called in logs and errors, for example {@code broker}. */
    String name();

    /**
     * Returns when the component serves.
     *
     * @throws StartException when it cannot start, for example because a port is taken
     */
    void start();

    /** Releases everything. May be called twice, and on a component that was never or only half started. */
    @Override
    void close();
}
