package dev.penstock.rules.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.ExternalServices;
import dev.penstock.rules.ExternalServices.KeyPart;
import dev.penstock.rules.ExternalServices.RegistryReader;
import dev.penstock.rules.ExternalServices.Secret;
import dev.penstock.rules.eval.MessageInput;
import dev.penstock.rules.eval.Payload;
import dev.penstock.rules.eval.Program;
import dev.penstock.rules.eval.RuleCompiler;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the services are asked. */
class RequestsTest {
    private static final JsonNode EMPTY = Json.MAPPER.createObjectNode();

    private final List<String> requests = new ArrayList<>();
    private final FunctionRegistry functions = new FunctionRegistry(
            new ExternalServices(
                    (arn, event) -> noted("invoke %s %s".formatted(arn, event.utf8()), Bytes.utf8("{}")),
                    (table, partition, sort) -> noted(
                            "item %s %s%s".formatted(table, key(partition), key(sort)), Optional.<JsonNode>empty()),
                    id -> noted("secret " + id, new Secret("x", null)),
                    (thing, name) -> noted("shadow %s '%s'".formatted(thing, name), EMPTY),
                    new RegistryReader() {
                        @Override
                        public CompletionStage<JsonNode> describeThing(String thing) {
                            return noted("describe " + thing, EMPTY);
                        }

                        @Override
                        public CompletionStage<JsonNode> thingGroups(String thing) {
                            return noted("groups " + thing, EMPTY);
                        }
                    },
                    (model, record) -> noted("predict %s %s".formatted(model, record), EMPTY),
                    null),
            TestTime.at("2026-01-01T00:00:00Z"));

    static Stream<Arguments> calls() {
        return Stream.of(
                arguments("aws_lambda('f', *)", "invoke f { \"a\": 1.0, \"o\": {\"k\": [1]}, \"n\": null }"),
                arguments("aws_lambda('f', {'v': a})", "invoke f {\"v\":1}"),
                arguments("aws_lambda('f', n)", "invoke f null"),
                arguments("get_dynamodb('T', 'id', a, 'r')", "item T id=1"),
                arguments("get_dynamodb('T', 'id', 'x', 'seq', 2.50, 'r')", "item T id=\"x\"seq=2.50"),
                arguments("get_secret('s', 'SecretString', 'r')", "secret s"),
                arguments("get_thing_shadow('t', 'r')", "shadow t ''"),
                arguments("get_thing_shadow(topic(1), 'cfg', 'r')", "shadow t 'cfg'"),
                arguments("get_registry_data('DescribeThing', 't', 'r')", "describe t"),
                arguments("get_registry_data('ListThingGroupsForThing', 't', 'r')", "groups t"),
                arguments(
                        "machinelearning_predict('m', 'r', *)",
                        "predict m {\"a\":1.0,\"o\":\"{\\\"k\\\":[1]}\",\"n\":null}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void serviceGetsTheArguments(String call, String request) {
        run(call);

        assertThat(requests).containsExactly(request);
    }

    static Stream<String> noRequests() {
        return Stream.of(
                "aws_lambda('f', missing)",
                "aws_lambda(missing, 1)",
                "get_dynamodb('T', 'id', missing, 'r')",
                "get_dynamodb('T', 'id', o, 'r')",
                "get_dynamodb('T', 'id', 1, 'seq', 'r')",
                "get_secret('s', 'Secret', 'r')",
                "get_registry_data('ListThings', 't', 'r')",
                "machinelearning_predict('m', 'r', 5)");
    }

    @ParameterizedTest
    @MethodSource("noRequests")
    void argumentsThatMakeNoRequestAskNobody(String call) {
        run(call);

        assertThat(requests).isEmpty();
    }

    private void run(String call) {
        String sql = "SELECT %s AS r FROM 't'".formatted(call);
        Program program = new RuleCompiler(functions).compile(RuleSql.parse(sql, SqlVersion.V2016, functions));
        Payload payload = new Payload(Bytes.utf8("{ \"a\": 1.0, \"o\": {\"k\": [1]}, \"n\": null }"));
        program.run(program.begin(new MessageInput("t", payload, "c", 0, "000000000000", "trace", 7), "r"));
    }

    private <T> CompletionStage<T> noted(String request, T answer) {
        requests.add(request);
        return CompletableFuture.completedFuture(answer);
    }

    private static String key(@Nullable KeyPart part) {
        return part == null ? "" : part.name() + "=" + part.value();
    }
}
