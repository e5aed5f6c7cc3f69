package dev.penstock.broker.engine;

/** What the engine tells the gateway through the pipeline of a connection. */
public enum EngineEvent {
    /** Another connection has come with the same client id; the engine closes this one next. */
    TAKEN_OVER
}
