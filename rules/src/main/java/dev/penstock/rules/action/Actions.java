package dev.penstock.rules.action;

import dev.penstock.broker.MessageBroker;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.Streams;
import java.util.List;

/** The actions of this release: the one place that lists them. */
public final class Actions {
    private Actions() {}

    public static ActionRegistry all(Streams streams, MessageBroker broker, Republications republications, Time time) {
        return new ActionRegistry(
                List.of(KinesisAction.factory(streams, time), RepublishAction.factory(broker, republications)));
    }
}
