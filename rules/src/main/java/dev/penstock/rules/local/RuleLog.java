package dev.penstock.rules.local;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.LoggingOptions;
import dev.penstock.rules.LoggingOptions.Level;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.action.Republications;
import dev.penstock.rules.eval.Answers;
import dev.penstock.rules.eval.Verdict;
import dev.penstock.rules.local.RuleLogEvent.Kind;
import dev.penstock.rules.local.RuleLogEvent.Origin;
import dev.penstock.rules.local.RuleLogEvent.What;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens to messages into the log group {@code AWSIotLogsV2}, as AWS IoT does. An event that the level leaves
 * out costs a comparison; one that is written costs a small record, its text is made by the reader.
 *
 * <p>Source: fact sheet spec-rule-actions, section 4.
 */
final class RuleLog implements RuleEvents {
    static final String GROUP = "AWSIotLogsV2";

    private final @Nullable LogGroups logs;
    private final Time time;
    private final String account;
    private final String stream;
    private volatile LoggingOptions options = LoggingOptions.DEFAULT;

    /** @param logs null when nobody keeps logs */
    RuleLog(@Nullable LogGroups logs, Time time, AwsIdentity identity) {
        this.logs = logs;
        this.time = time;
        this.account = identity.account();
        this.stream = "rules_%s_0".formatted(account);
    }

    LoggingOptions options() {
        return options;
    }

    void setOptions(LoggingOptions changed) {
        options = changed;
    }

    @Override
    public void matched(DeployedRule rule, KeptMessage message) {
        if (writes(Level.INFO)) {
            write(message, What.of(Kind.RULE_MATCH, Level.INFO, rule.name()));
        }
    }

    /** WHERE that is not true is no failure; everything else is what AWS only counts, if at all. */
    @Override
    public void notFired(DeployedRule rule, KeptMessage message, Verdict verdict) {
        boolean where = verdict == Verdict.WHERE_FALSE
                || verdict == Verdict.WHERE_UNDEFINED
                || verdict == Verdict.WHERE_NOT_BOOLEAN;
        Level level = where ? Level.INFO : Level.WARN;
        if (writes(level)) {
            write(message, What.of(Kind.NOT_FIRED, level, rule.name()).because(verdict.name(), verdict.text()));
        }
    }

    @Override
    public void starting(DeployedRule rule, KeptMessage message, Action action) {
        if (writes(Level.DEBUG)) {
            write(message, What.of(Kind.STARTING, Level.DEBUG, rule.name()).action(action.awsName(), List.of()));
        }
    }

    @Override
    public void ended(DeployedRule rule, KeptMessage message, Action action, ActionInput input, String error) {
        Level level = error.isEmpty() ? Level.INFO : Level.ERROR;
        if (writes(level)) {
            List<String> resources = RuleLogResources.of(compiled(rule, action), action, input);
            write(
                    message,
                    What.of(Kind.EXECUTION, level, rule.name())
                            .action(action.awsName(), resources)
                            .because("", error));
        }
    }

    @Override
    public void ruleNotFound(String ruleName, KeptMessage message) {
        if (writes(Level.ERROR)) {
            write(
                    message,
                    What.of(Kind.RULE_NOT_FOUND, Level.ERROR, ruleName)
                            .because("RuleNotFound", "the rule does not exist or is disabled"));
        }
    }

    @Override
    public void functionsAnswered(DeployedRule rule, KeptMessage message, Answers answers) {
        if (!writes(Level.ERROR)) {
            return;
        }
        for (Answers.Asked asked : answers.asked()) {
            Level level = asked.failure().isEmpty() ? Level.DEBUG : Level.ERROR;
            if (writes(level)) {
                write(
                        message,
                        What.of(Kind.FUNCTION, level, rule.name())
                                .action(actionName(asked.function()), List.of())
                                .because(asked.failure(), ""));
            }
        }
    }

    /** {@code machinelearning_predict} is {@code MachinelearningPredict}; the names of the others are made like it. */
    private static String actionName(String function) {
        StringBuilder name = new StringBuilder();
        for (String word : function.split("_", -1)) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    private boolean writes(Level level) {
        return logs != null && options.writes(level);
    }

    private static @Nullable CompiledAction compiled(DeployedRule rule, Action action) {
        for (CompiledAction compiled : rule.actions()) {
            if (compiled.action() == action) {
                return compiled;
            }
        }
        CompiledAction errorAction = rule.errorAction();
        return errorAction != null && errorAction.action() == action ? errorAction : null;
    }

    private void write(KeptMessage kept, What what) {
        if (logs != null) {
            PublishedMessage message = kept.message();
            boolean ofNoClient = what.kind() == Kind.FUNCTION || Republications.isRepublisher(message.clientId());
            String clientId = ofNoClient ? "N/A" : message.clientId();
            Origin origin =
                    new Origin(time.millis(), kept.seed(), account, clientId, message.topic(), message.principal());
            logs.write(GROUP, stream, new RuleLogEvent(origin, what));
        }
    }
}
