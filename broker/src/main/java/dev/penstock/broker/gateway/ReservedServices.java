package dev.penstock.broker.gateway;

import dev.penstock.broker.presence.ConnectionEvents;
import dev.penstock.broker.presence.LifecycleEvents;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.broker.service.TopicService;
import dev.penstock.broker.service.UnservedTopics;
import dev.penstock.broker.shadow.ShadowTopics;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.time.Time;
import java.util.List;
import java.util.Optional;

/** What stands behind reserved topics. */
final class ReservedServices {
    private final LifecycleEvents events;
    private final Shadows shadows;
    private final List<TopicService> services;

    ReservedServices(Time time, ServicePublisher publisher) {
        events = new LifecycleEvents(time, publisher);
        shadows = new Shadows(time, publisher);
        services = List.of(new ShadowTopics(shadows, publisher), new UnservedTopics(publisher));
    }

    ConnectionEvents events() {
        return events;
    }

    Shadows shadows() {
        return shadows;
    }

    Optional<TopicService> find(String topic) {
        for (TopicService service : services) {
            if (service.takes(topic)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
