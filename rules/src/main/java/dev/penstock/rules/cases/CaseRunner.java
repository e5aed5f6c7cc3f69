package dev.penstock.rules.cases;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.Evaluation;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.Outcome;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.eval.Suspended;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one case as the engine would: create the rule, topic, SET, WHERE, SELECT; or a template of it. */
final class CaseRunner {
    private static final Logger log = LoggerFactory.getLogger(CaseRunner.class);
    private static final String ANY_PAYLOAD = "SELECT * FROM '#'";
    private static final String BASIC_INGEST = "$aws/rules/";
    private static final int MOST_SUSPENSIONS = 100_000;

    private final CaseDefinition one;
    private final FunctionRegistry functions;

    private CaseRunner(CaseDefinition one) {
        this.one = one;
        functions = new FunctionRegistry(
                one.fixtures().services(one.message().account()),
                TestTime.at(one.message().receivedAt()));
    }

    static RuleCase.Result run(CaseDefinition one) {
        String expected = one.expectations().stream().map(Expectation::wanted).collect(Collectors.joining(", and "));
        try {
            return new CaseRunner(one).result(expected);
        } catch (RuntimeException fault) {
            log.debug("case {} broke the engine", one.head().id(), fault);
            return new RuleCase.Result(
                    false, expected, "a fault of the engine, please report it: %s".formatted(fault), "");
        }
    }

    private RuleCase.Result result(String expected) {
        @Nullable Rule rule = null;
        Answer answer;
        try {
            rule = compile();
            answer = answer(rule);
        } catch (AwsException refused) {
            answer = new Answer.Refused(refused);
        }
        Answer given = answer;
        boolean passed = one.expectations().stream().allMatch(expectation -> expectation.meets(given));
        String why = passed || rule == null ? "" : explanation(rule);
        return new RuleCase.Result(passed, expected, answer.shown(), why);
    }

    /**
     * What the SQL of the case became, at work on its message.
     *
     * @param evaluation null when the rule does not look at the topic
     */
    private record Rule(
            Program program,
            @Nullable CompiledTemplate template,
            @Nullable Evaluation evaluation) {}

    private Rule compile() {
        SqlVersion version = SqlVersion.parse(one.sqlVersion());
        String sql = one.sql() == null ? ANY_PAYLOAD : one.sql();
        Statement statement = RuleSql.parse(sql, version, functions);
        RuleCompiler compiler = new RuleCompiler(functions);
        Program program = compiler.compile(statement);
        CompiledTemplate template = one.template() == null
                ? null
                : compiler.compile(
                        RuleSql.template(one.template(), version, functions, statement.variables()),
                        statement,
                        "template");
        Evaluation evaluation = seenTopic(statement)
                .map(topic -> program.begin(one.message().input(topic), one.ruleName()))
                .orElse(null);
        return new Rule(program, template, evaluation);
    }

    private Answer answer(Rule rule) {
        Evaluation evaluation = rule.evaluation();
        if (evaluation == null) {
            return new Answer.NoMatch("the topic does not match");
        }
        CompiledTemplate template = rule.template();
        if (template != null) {
            return rendered(template, evaluation);
        }
        Outcome outcome = awaiting(() -> rule.program().run(evaluation));
        return outcome.fired()
                ? new Answer.Output(outcome.output())
                : new Answer.NoMatch(CaseExplanation.summary(outcome));
    }

    private Answer rendered(CompiledTemplate template, Evaluation evaluation) {
        try {
            String text = awaiting(() -> template.render(evaluation));
            return new Answer.Rendered(one.isRepublishTopic() && text.startsWith("$$") ? text.substring(1) : text);
        } catch (FunctionFailed failed) {
            return new Answer.NoMatch(failed.reason());
        }
    }

    private String explanation(Rule rule) {
        CaseExplanation explanation = new CaseExplanation(one.message(), one.ruleName());
        Evaluation evaluation = rule.evaluation();
        if (evaluation == null) {
            return explanation.ofTopic(rule.program().statement());
        }
        CompiledTemplate template = rule.template();
        return template == null
                ? explanation.ofRule(rule.program(), evaluation)
                : explanation.ofTemplate(template, evaluation);
    }

    /** Fixtures answer at once, so that a suspended evaluation can go on at once; the bound is for our own faults. */
    private static <T> T awaiting(Supplier<T> work) {
        for (int i = 0; i < MOST_SUSPENSIONS; i++) {
            try {
                return work.get();
            } catch (Suspended suspended) {
                suspended.until().toCompletableFuture().join();
            }
        }
        throw new IllegalStateException("the evaluation was suspended %d times".formatted(MOST_SUSPENSIONS));
    }

    /** What {@code topic()} says, when the rule looks at the message. */
    private Optional<String> seenTopic(Statement statement) {
        String topic = one.message().topic();
        if (topic.startsWith(BASIC_INGEST)) {
            String prefix = BASIC_INGEST + one.ruleName() + "/";
            return topic.startsWith(prefix) ? Optional.of(topic.substring(prefix.length())) : Optional.empty();
        }
        boolean looks = one.sql() == null
                || statement.topicFilter().map(filter -> filter.matches(topic)).orElse(one.template() != null);
        return looks ? Optional.of(topic) : Optional.empty();
    }
}
