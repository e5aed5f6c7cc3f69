package dev.penstock.rules.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.action.ActionRegistry;
import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks and compiles rules. */
final class RuleDeployer {
    private static final Logger log = LoggerFactory.getLogger(RuleDeployer.class);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]{1,128}");
    private static final int MAX_ACTIONS = 10;

    private final FunctionRegistry functions;
    private final RuleCompiler compiler;
    private final ActionRegistry actions;

    private final Supplier<ActionQueue> queues;

    /** @param queues makes a queue for each action */
    RuleDeployer(FunctionRegistry functions, ActionRegistry actions, Supplier<ActionQueue> queues) {
        this.functions = functions;
        compiler = new RuleCompiler(functions);
        this.actions = actions;
        this.queues = queues;
    }

    /** @throws AwsException SqlParseException or InvalidRequestException; the message begins with the name of the rule */
    DeployedRule deploy(TopicRule rule, Instant createdAt, RuleTally tally) {
        try {
            return compile(rule, createdAt, tally);
        } catch (AwsException error) {
            throw new AwsException(
                    error.code(), error.httpStatus(), "rule %s: %s".formatted(rule.name(), error.getMessage()));
        }
    }

    private DeployedRule compile(TopicRule rule, Instant createdAt, RuleTally tally) {
        if (!NAME.matcher(rule.name()).matches()) {
            throw invalid("a rule name has 1 to 128 letters, digits and underscores");
        }
        if (rule.actions().size() > MAX_ACTIONS) {
            throw invalid("a rule has at most %d actions, this one has %d"
                    .formatted(MAX_ACTIONS, rule.actions().size()));
        }
        Statement statement = RuleSql.parse(rule.sql(), SqlVersion.parse(rule.sqlVersion()), functions);
        Program program = compiler.compile(statement);
        List<CompiledAction> compiled = new ArrayList<>();
        for (ActionSpec spec : rule.actions()) {
            compiled.add(actions.create(spec, "actions[%d]".formatted(compiled.size()), functions, statement));
        }
        ActionSpec onError = rule.errorAction();
        CompiledAction errorAction =
                onError == null ? null : actions.create(onError, "errorAction", functions, statement);
        List<ActionQueue> actionQueues =
                Stream.generate(queues).limit(compiled.size()).toList();
        compiled.forEach(action -> action.action().start());
        if (errorAction != null) {
            errorAction.action().start();
        }
        DeployedRule deployed = new DeployedRule(rule, createdAt, program, compiled, actionQueues, errorAction, tally);
        deployed.hints().forEach(hint -> log.warn("rule {}: {}", rule.name(), hint));
        return deployed;
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidRequestException", 400, message);
    }
}
