package dev.penstock.launcher.simulate;

import java.util.concurrent.atomic.LongAdder;

/** Counts what all devices of a fleet do. */
final class FleetMeter {
    final LongAdder connected = new LongAdder();
    final LongAdder published = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder failed = new LongAdder();

    FleetCounters read() {
        return new FleetCounters(connected.sum(), published.sum(), acknowledged.sum(), received.sum(), failed.sum());
    }
}
