package dev.penstock.broker;

/** A broker elsewhere whose messages rules get too. */
public interface MirrorBroker extends MessageBroker {

    /** What came and went so far. */
    MirrorCounters mirrored();
}
