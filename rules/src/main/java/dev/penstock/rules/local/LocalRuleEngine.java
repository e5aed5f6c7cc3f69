package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.CreatedRule;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.LoggingOptions;
import dev.penstock.rules.RuleCounters;
import dev.penstock.rules.RuleEngine;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.RuleTargets;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.action.ActionParts;
import dev.penstock.rules.action.ActionRegistry;
import dev.penstock.rules.action.Actions;
import dev.penstock.rules.action.Republications;
import dev.penstock.rules.destination.Destinations;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.http.HttpDelivery;
import dev.penstock.rules.sql.TopicFilter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine in this JVM. Rules change under {@code lock}; messages read them without it. */
public final class LocalRuleEngine implements RuleEngine {
    private static final Logger log = LoggerFactory.getLogger(LocalRuleEngine.class);

    private final Object lock = new Object();
    private final Time time;
    private final int laneCount;
    private final EngineParts parts;
    private final PendingActions pending = new PendingActions();
    private final Duration closeWithin;
    private final RuleDeployer deployer;
    private final RuleLog ruleLog;
    private final Sinks sinks;
    private final HttpDelivery http;
    private final ActionRegistry actions;
    private volatile RuleSet rules = RuleSet.EMPTY;
    private volatile List<RuleLane> lanes = List.of();

    public LocalRuleEngine(AwsIdentity identity, Time time, RuleTargets targets, RuleSettings settings) {
        this.time = time;
        laneCount = settings.lanes();
        sinks = targets.sinks();
        Republications republications = new Republications();
        ruleLog = new RuleLog(targets.logs(), time, identity);
        parts = new EngineParts(
                identity,
                new SecureRandom().nextLong(),
                republications,
                new ExplainRing(settings.explainBytes()),
                new Complaints(log, time),
                new LongAdder(),
                ruleLog);
        closeWithin = settings.closeWithin();
        http = new HttpDelivery(identity, time, settings.http());
        actions = Actions.all(new ActionParts(identity, time, targets, settings, republications, http));
        deployer = new RuleDeployer(
                new FunctionRegistry(targets.external(), time),
                actions,
                () -> new ActionQueue(settings.queuedMessages(), pending));
    }

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public void start() {
        synchronized (lock) {
            if (lanes.isEmpty()) {
                InFlight.Gauge gauge = time.inFlight().gauge("rules");
                RuleLane[] started = new RuleLane[laneCount];
                for (int i = 0; i < laneCount; i++) {
                    started[i] = new RuleLane(i, gauge);
                }
                lanes = List.of(started);
            }
        }
    }

    @Override
    public void create(TopicRule rule) {
        synchronized (lock) {
            if (rules.named(rule.name()) != null) {
                throw alreadyExists(rule.name());
            }
            RuleTally tally = new RuleTally(parts.evaluated().sum());
            rules = rules.with(deployer.deploy(rule, time.now(), tally));
        }
    }

    @Override
    public void replace(TopicRule rule) {
        synchronized (lock) {
            DeployedRule before = existing(rule.name());
            rules = rules.with(deployer.deploy(rule, before.createdAt(), before.tally()));
        }
    }

    @Override
    public void enable(String name) {
        switchTo(name, false);
    }

    @Override
    public void disable(String name) {
        switchTo(name, true);
    }

    private void switchTo(String name, boolean disabled) {
        synchronized (lock) {
            rules = rules.with(existing(name).withDisabled(disabled));
        }
    }

    @Override
    public void delete(String name) {
        synchronized (lock) {
            rules = rules.without(name);
        }
    }

    @Override
    public Optional<CreatedRule> rule(String name) {
        return Optional.ofNullable(rules.named(name)).map(LocalRuleEngine::created);
    }

    @Override
    public List<CreatedRule> rules() {
        return rules.all().stream().map(LocalRuleEngine::created).toList();
    }

    private static CreatedRule created(DeployedRule rule) {
        String filter =
                rule.program().statement().topicFilter().map(TopicFilter::text).orElse("");
        return new CreatedRule(rule.rule(), rule.createdAt(), filter);
    }

    private DeployedRule existing(String name) {
        DeployedRule rule = rules.named(name);
        if (rule == null) {
            throw new AwsException("ResourceNotFoundException", 404, "there is no rule '%s'".formatted(name));
        }
        return rule;
    }

    private static AwsException alreadyExists(String name) {
        return new AwsException(
                "ResourceAlreadyExistsException", 409, "rule %s: a rule of this name exists already".formatted(name));
    }

    @Override
    public CompletionStage<Void> accept(PublishedMessage message) {
        List<RuleLane> running = lanes;
        if (running.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new AwsException("ServiceUnavailableException", 503, "the rules engine is not running"));
        }
        MessageRun run = new MessageRun(parts, rules, message);
        running.get(Math.floorMod(message.clientId().hashCode(), running.size()))
                .add(run);
        return run.done();
    }

    @Override
    public boolean hears(String serviceTopic) {
        return !rules.matching(serviceTopic).isEmpty();
    }

    @Override
    public Optional<Explanation> explain(String messageId) {
        return parts.ring().find(messageId).map(kept -> new MessageExplainer(parts, kept).explain());
    }

    @Override
    public List<String> recentMessages(int limit) {
        return parts.ring().newest(limit);
    }

    @Override
    public RuleCounters counters() {
        long messages = parts.evaluated().sum();
        Map<String, RuleCounters.PerRule> perRule = new TreeMap<>();
        for (DeployedRule rule : rules.all()) {
            perRule.put(rule.name(), rule.tally().counters(messages));
        }
        return new RuleCounters(messages, perRule);
    }

    @Override
    public LoggingOptions loggingOptions() {
        return ruleLog.options();
    }

    @Override
    public void setLoggingOptions(LoggingOptions options) {
        ruleLog.setOptions(options);
    }

    @Override
    public Sinks sinks() {
        return sinks;
    }

    @Override
    public Destinations destinations() {
        return http.destinations();
    }

    @Override
    public void failNext(String actionKind, int runs, AwsException failure) {
        actions.faults().order(actionKind, runs, failure);
    }

    /** Messages that no action has yet are given up: they were never acknowledged. The others get time to end. */
    @Override
    public void close() {
        List<RuleLane> running;
        synchronized (lock) {
            running = lanes;
            lanes = List.of();
        }
        running.forEach(RuleLane::close);
        int left = running.isEmpty() ? 0 : pending.await(closeWithin);
        if (left > 0) {
            log.warn("{} accepted messages are still waiting for actions or in them; they are given up", left);
        }
        actions.close();
        http.close();
    }
}
