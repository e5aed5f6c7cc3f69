package dev.penstock.rules.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.FunctionFailed;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import dev.penstock.rules.sql.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the statement, the template, the topic and the payload are: they are refused as AWS refuses them, or the
 * evaluation ends with a verdict. A failure names the seed of its round; {@link Budget} says how to run longer.
 */
class RuleFuzzTest {
    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    private final RandomSql sql = new RandomSql();

    @Test
    void statementsAreRefusedOrGiveAVerdict() {
        int[] fired = new int[1];
        rounds(3_000, chance -> {
            JsonNode one = one(chance);
            Trial trial = Trial.of(
                    statement(one, chance),
                    chance.of("2016-03-23", "2016-03-23", "beta", "2015-10-08"),
                    chance.oneIn(8) ? topic(chance) : one.path("topic").asText("t"),
                    payload(one, chance));
            fired[0] += trial.verdict().equals("FIRED") ? 1 : 0;
            return trial;
        });

        assertThat(fired[0])
                .as("rules that fired, without which nothing was tried")
                .isGreaterThan(100);
    }

    @Test
    void templatesAreRefusedOrRendered() {
        FunctionRegistry functions = new FunctionRegistry();
        Statement rule = RuleSql.parse("SET @v = a SELECT * FROM 't'", SqlVersion.V2016, functions);
        Program program = new RuleCompiler(functions).compile(rule);
        int[] rendered = new int[1];
        rounds(3_000, chance -> {
            MessageInput message = new MessageInput(
                    topic(chance), new Payload(payload(one(chance), chance)), "c", 0, "000000000000", "trace", 7);
            String text = rendered(template(chance), rule, program, functions, message);
            rendered[0] += text.isEmpty() ? 0 : 1;
            return text;
        });

        assertThat(rendered[0]).as("templates that gave a text").isGreaterThan(100);
    }

    @Test
    void linesOfCaseFilesGiveAResult() {
        rounds(1_500, chance -> {
            byte[] line = chance.mutate(sql.line(chance).getBytes(StandardCharsets.UTF_8));
            return RuleCases.read("fuzz", new ByteArrayInputStream(line))
                    .map(RuleCase::run)
                    .toList();
        });
    }

    private static String rendered(
            String text, Statement rule, Program program, FunctionRegistry functions, MessageInput message) {
        try {
            CompiledTemplate template = new RuleCompiler(functions)
                    .compile(RuleSql.template(text, rule, functions), rule, "actions[0].key");
            template.explain(program.begin(message, "r"));
            return template.render(program.begin(message, "r"));
        } catch (FunctionFailed reason) {
            assertThat(reason.reason()).isNotEmpty();
            return "";
        } catch (AwsException refusal) {
            assertThat(refusal.code()).isEqualTo("SqlParseException");
            return "";
        }
    }

    private interface Round {
        Object run(Chance chance) throws Exception;
    }

    /** The work of one round after the other, each with its own seed, on a thread with the usual stack. */
    private static void rounds(int usual, Round round) {
        assertTimeoutPreemptively(FOR_EVER, () -> {
            for (int i = 0; i < Budget.rounds(usual); i++) {
                int number = i;
                attempt(Budget.seed(number), () -> round.run(new Chance(Budget.seed(number))));
            }
        });
    }

    private static void attempt(long seed, Callable<Object> round) {
        try {
            assertThat(round.call()).as("seed %d", seed).isNotNull();
        } catch (Throwable thrown) {
            fail("round with seed %d".formatted(seed), thrown);
        }
    }

    private String statement(JsonNode one, Chance chance) {
        String given = one.path("sql").asText("SELECT * FROM 't'");
        return chance.oneIn(4) ? sql.soup(chance) : sql.mutated(given, text(chance, "sql"), chance);
    }

    private String template(Chance chance) {
        String expression = text(chance, "sql").replaceAll("(?s)^SELECT |( AS \\w+)? FROM .*", "");
        return switch (chance.below(4)) {
            case 0 -> "a${" + sql.soup(chance) + "}";
            case 1 -> "x/${" + expression + "}${a}";
            default -> sql.mutated(text(chance, "template"), text(chance, "sql"), chance);
        };
    }

    private String text(Chance chance, String field) {
        for (int tries = 0; tries < 50; tries++) {
            JsonNode text = one(chance).path(field);
            if (text.isTextual()) {
                return text.textValue();
            }
        }
        return "${topic(1)}-${a.b + 1}";
    }

    private JsonNode one(Chance chance) {
        try {
            return Json.MAPPER.readTree(sql.line(chance));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Bytes payload(JsonNode one, Chance chance) {
        JsonNode given = one.path("payload");
        if (given.isMissingNode() || chance.oneIn(3)) {
            return Bytes.wrap(new RandomJson(chance, chance.oneIn(2)).document());
        }
        byte[] bytes = given.toString().getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(chance.oneIn(3) ? chance.mutate(bytes) : bytes);
    }

    private static String topic(Chance chance) {
        return chance.oneIn(20)
                ? chance.of("/".repeat(65_000), "a".repeat(65_000), "\0", "+/#", "$aws/rules/x", "$aws/rules", "")
                : chance.many(6, () -> chance.of("t", "a", "/", "1", "é", "\uD83D\uDE00", "\uD800", "plant", "/line"));
    }
}
