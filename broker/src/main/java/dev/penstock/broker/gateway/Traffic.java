package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerCounters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What came in and went out since the broker started. */
final class Traffic {
    final AtomicLong connections = new AtomicLong();
    final LongAdder published = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder throttled = new LongAdder();

    /** @param eventsLeftOut counted elsewhere */
    BrokerCounters snapshot(long eventsLeftOut) {
        return new BrokerCounters(
                connections.get(), published.sum(), acknowledged.sum(), refused.sum(), throttled.sum(), eventsLeftOut);
    }
}
