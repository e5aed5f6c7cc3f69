package dev.penstock.broker.gateway;

import dev.penstock.broker.ShadowSettings;
import dev.penstock.broker.dataplane.DataGateway;
import dev.penstock.broker.dataplane.IotData;
import dev.penstock.broker.feed.TestPage;
import dev.penstock.broker.feed.Watchers;
import dev.penstock.broker.jobs.JobApis;
import dev.penstock.broker.jobs.JobTopics;
import dev.penstock.broker.jobs.Jobs;
import dev.penstock.broker.presence.ConnectionEvents;
import dev.penstock.broker.presence.LifecycleEvents;
import dev.penstock.broker.presence.RegistrationEvents;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.broker.service.TopicService;
import dev.penstock.broker.service.UnservedTopics;
import dev.penstock.broker.shadow.ShadowTopics;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What stands behind reserved topics. */
final class ReservedServices {
    private final LifecycleEvents events;
    private final RegistrationEvents registrations;
    private final Watchers watchers = new Watchers();
    private final Shadows shadows;
    private final Jobs jobs;
    private final List<TopicService> services;

    /** @param isThing whether jobs can be for a thing of this name */
    ReservedServices(Time time, ShadowSettings limits, ServicePublisher publisher, Predicate<String> isThing) {
        events = new LifecycleEvents(time, publisher);
        registrations = new RegistrationEvents(publisher);
        shadows = new Shadows(time, limits, publisher);
        jobs = new Jobs(time, publisher, isThing);
        services = List.of(
                new ShadowTopics(shadows, publisher), new JobTopics(jobs, publisher), new UnservedTopics(publisher));
    }

    ConnectionEvents events() {
        return events;
    }

    RegistrationEvents registrations() {
        return registrations;
    }

    /** Adds the HTTP APIs. */
    void serve(DataGateway gateway, AwsEndpoint endpoint, AwsIdentity identity) {
        IotData.serve(gateway, shadows, endpoint);
        JobApis.serve(jobs, identity, endpoint);
        new TestPage(
                        watchers,
                        gateway,
                        filter -> BrokerLimits.filterProblem(filter).or(() -> BrokerLimits.filterGap(filter)))
                .register(endpoint);
    }

    Watchers watchers() {
        return watchers;
    }

    Shadows shadows() {
        return shadows;
    }

    Jobs jobs() {
        return jobs;
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
