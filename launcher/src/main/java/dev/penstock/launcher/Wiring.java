package dev.penstock.launcher;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.LocalBroker;
import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.MirrorBroker;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.Functions;
import dev.penstock.functions.FunctionsFactory;
import dev.penstock.launcher.console.AnalyticsApi;
import dev.penstock.launcher.console.ConsoleApi;
import dev.penstock.launcher.console.OperationCounter;
import dev.penstock.launcher.settings.ActionOptions;
import dev.penstock.launcher.settings.LambdaOptions;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.Components;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.platform.sts.CallerIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Rules;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.TopicRule;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.Tables;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The constructor calls of a pipeline, in the order in which its parts need each other: store, streams and endpoint first,
 * then what runs on them, the rules, and the MQTT port last, so that no message meets a half-built pipeline.
 */
final class Wiring implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wiring.class);

    private final Components components = new Components();
    private final Time time;
    private final AwsEndpoint endpoint;
    private final Streams streams;
    private final Tables tables;
    private final OperationCounter storeCalls;
    private final Functions functions;
    private final Analytics analytics;
    private final LogGroups logs;
    private final MetricStore metrics;
    private final RuleEngine rules;
    private final LocalBroker broker;
    private final Optional<MirrorBroker> mirror;
    private final DeviceIdentities identities;
    private final List<String> streamNames;
    private final LambdaOptions options;
    private final boolean autoStart;
    private final Map<String, String> outputs;

    private Wiring(Settings settings, PipelinePlan plan, Time time) {
        this.time = time;
        options = settings.functions();
        autoStart = settings.analytics().autoStart();
        AwsIdentity identity = settings.identity();
        endpoint = new AwsEndpoint(settings.endpoint().at(settings.host(), settings.port()), time);
        endpoint.holdBack();
        logs = new LogGroups(identity, time, LogGroups.DEFAULT_MAX_BYTES);
        endpoint.register(logs.api());
        metrics = new MetricStore(time, MetricStore.DEFAULT_MAX_BYTES);
        metrics.serve(endpoint);
        new CallerIdentity(identity).serve(endpoint);
        streams = Hops.streams(settings, time, endpoint);
        tables = Hops.tables(settings, time);
        storeCalls = new OperationCounter(StoreFactory.proxy(tables, time));
        endpoint.target("DynamoDB_20120810", storeCalls);
        endpoint.target("DynamoDBStreams_20120810", storeCalls);
        ActionOptions actions = settings.rules().actions();
        Sinks sinks = Sinks.inMemory(actions.sinkBytes(), actions.sinkEntries());
        AnalyticsHops hops = new AnalyticsHops(sinks, time);
        AnalyticsServices around = hops.services(settings.rules());
        analytics = AnalyticsFactory.local(identity, time, streams, around);
        AnalyticsFactory.serve(analytics, identity, time, streams, around, endpoint);
        identities = Brokers.identities(identity, time, settings.broker().identities());
        CaFile.serve(identities, endpoint);
        identities.explain(endpoint);
        broker = Brokers.local(settings.broker().at(settings.host(), settings.mqttPort()), time, identities);
        endpoint.upgrade(broker.webSocket());
        mirror = settings.broker().mirrored().map(elsewhere -> Brokers.mirror(elsewhere, time));
        streamNames = plan.streams().stream().map(StreamSpec::name).toList();
        try {
            components.startTogether(tables, streams, endpoint, analytics);
            functions = components.start(FunctionsFactory.local(
                    identity,
                    time,
                    FunctionServices.of(streams, logs)
                            .withDestinations(new SinkDestinations(identity, sinks, time))
                            .withTableStreams(tables::askStreams),
                    Hops.functionSettings(settings, endpoint.uri())));
            hops.functions(functions);
            rules = Rules.local(
                    identity,
                    time,
                    RuleTargets.of(streams, broker)
                            .withFunctions(functions)
                            .withTables(tables)
                            .withLogs(logs)
                            .withMetrics(metrics)
                            .withSinks(sinks)
                            .withExternal(RuleServices.of(functions, tables, broker.shadows(), settings.rules())
                                    .withRegistry(new ThingRegistry(identities, identity))),
                    ruleSettings(actions, components.start(new ActionJars(actions.jars()))));
            FunctionsFactory.serve(functions, identity, time, endpoint);
            endpoint.register(Rules.api(rules, identity));
            endpoint.register(identities.api());
            broker.serve(endpoint, identity);
            new ConsoleApi(rules, functions.mappings(), this::status).register(endpoint);
            new AnalyticsApi(analytics, time).register(endpoint);
            outputs = build(plan).outputs();
        } catch (RuntimeException failure) {
            components.close();
            throw failure;
        }
    }

    private RuleSettings ruleSettings(ActionOptions actions, ActionJars jars) {
        return RuleSettings.defaults()
                .withRecordOnly(actions.recordOnly())
                .withHttp(new RuleSettings.Http(actions.confirmAutomatically(), actions.remote(), endpoint.uri()))
                .withActionClasses(jars.classes());
    }

    static Wiring start(Settings settings, PipelinePlan plan, Time time) {
        return new Wiring(settings, plan, time);
    }

    /** @return the plan with what became known on the way */
    private PipelinePlan build(PipelinePlan template) {
        PlannedCertificates certificates = PlannedCertificates.create(identities, template);
        template.streams().forEach(streams::create);
        template.tables().forEach(tables::create);
        TableStreamArns arns = new TableStreamArns(template.tables(), tables);
        PipelinePlan plan = template.with(text -> certificates.in(arns.in(text)), arns::asSource);
        Threads.together("create", () -> createFunctions(plan), () -> createApplications(plan));
        endpoint.open(); // functions that mappings and applications call may call back
        if (autoStart) {
            plan.applications()
                    .forEach(application -> TemplatePlace.ofApplication(plan, application.name())
                            .blamedFor(() -> analytics.startApplication(application.name())));
        }
        plan.mappings()
                .forEach(mapping -> TemplatePlace.ofFunction(plan, mapping.function())
                        .blamedFor(() -> functions.mappings().create(mapping)));
        components.start(rules);
        createRules(plan);
        broker.onPublish(rules);
        components.start(broker);
        mirror.ifPresent(elsewhere -> {
            elsewhere.onPublish(rules);
            components.start(elsewhere);
        });
        log.info(
                "{} rules, {} streams, {} functions, {} event source mappings, {} analytics applications are running",
                plan.rules().size(),
                plan.streams().size(),
                plan.functions().size(),
                plan.mappings().size(),
                plan.applications().size());
        return plan;
    }

    /** Every rule is tried, so that everything wrong is told at once. */
    private void createRules(PipelinePlan plan) {
        List<String> refusals = new ArrayList<>();
        for (TopicRule rule : plan.rules()) {
            try {
                TemplatePlace.ofRule(plan, rule.name()).blamedFor(() -> rules.create(rule));
            } catch (StartException refused) {
                refusals.add(String.valueOf(refused.getMessage()));
            }
        }
        if (!refusals.isEmpty()) {
            throw new StartException(String.join("\n", refusals));
        }
    }

    private void createFunctions(PipelinePlan plan) {
        new PlannedFunctions(functions, plan, options).create();
    }

    private void createApplications(PipelinePlan plan) {
        plan.applications()
                .forEach(application -> TemplatePlace.ofApplication(plan, application.name())
                        .blamedFor(() -> analytics.create(application)));
    }

    PipelineStatus status() {
        Map<String, EventSourceMapping.Counters> mappings = new LinkedHashMap<>();
        for (EventSourceMapping mapping : functions.mappings().all()) {
            mappings.put(mapping.spec().sourceName() + " -> " + mapping.spec().function(), mapping.counters());
        }
        return new PipelineStatus(
                broker.counters(),
                mirror.map(MirrorBroker::mirrored),
                rules.counters(),
                streamNames.stream().map(streams::describe).toList(),
                mappings,
                analytics.applications().stream().map(analytics::status).toList(),
                storeCalls.successes(),
                logs.usage(),
                metrics.usage(),
                time.inFlight().snapshot());
    }

    /** Closes the MQTT port: nothing more comes in, what was accepted goes on. */
    void stopIntake() {
        mirror.ifPresent(MessageBroker::close);
        broker.close();
    }

    @Override
    public void close() {
        components.close();
    }

    Map<String, String> outputs() {
        return outputs;
    }

    AwsEndpoint endpoint() {
        return endpoint;
    }

    MessageBroker broker() {
        return broker;
    }

    RuleEngine rules() {
        return rules;
    }

    Streams streams() {
        return streams;
    }

    Functions functions() {
        return functions;
    }

    Tables tables() {
        return tables;
    }

    Analytics analytics() {
        return analytics;
    }
}
