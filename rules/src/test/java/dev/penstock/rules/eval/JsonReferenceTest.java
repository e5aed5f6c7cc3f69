package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.fuzz.Budget;
import dev.penstock.rules.fuzz.Chance;
import dev.penstock.rules.fuzz.RandomJson;
import dev.penstock.rules.sql.RuleSql;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the scanner, the lazy values and the writer do is what reading into maps and writing them would do. */
class JsonReferenceTest {
    private static final String SQL = "SELECT *, 7 AS x, device.b AS temperature FROM 'a' WHERE isUndefined(nothing)";

    @ParameterizedTest
    @EnumSource(
            value = SqlVersion.class,
            names = {"V2015", "V2016"})
    void randomDocumentsComeOutAsTheReferenceWritesThem(SqlVersion version) {
        Program program = program(version);
        int accepted = 0;
        int rounds = Budget.rounds(15_000);
        for (int round = 0; round < rounds; round++) {
            Chance chance = new Chance(Budget.seed(round));
            byte[] bytes = new RandomJson(chance, chance.oneIn(2)).document();
            Value wanted = reference(bytes, version);

            Payload payload = new Payload(Bytes.wrap(bytes));

            assertThat(payload.isJson()).as(describe(round, bytes)).isEqualTo(wanted != null);
            if (wanted == null) {
                assertThat(payload.problem()).as(describe(round, bytes)).isNotEmpty();
                continue;
            }
            accepted++;
            assertThat(payload.tree(version)).as(describe(round, bytes)).hasToString(text(wanted));
            assertThat(payload.tree(version)).as(describe(round, bytes)).isEqualTo(wanted);
            if (wanted instanceof Value.Obj object) {
                assertThat(run(program, bytes)).as(describe(round, bytes)).isEqualTo(text(selected(object)));
            }
        }
        assertThat(accepted).isGreaterThan(rounds / 3);
    }

    @Test
    void membersOfAVeryLargeObjectAreFoundAndKept() {
        StringBuilder json = new StringBuilder("{\"device\":{\"b\":1.50}");
        for (int i = 0; i < 5_000; i++) {
            json.append(",\"member").append(i).append("\":").append(i);
        }
        Value wanted = reference(json.append('}').toString().getBytes(StandardCharsets.UTF_8), SqlVersion.V2016);

        String output = run(program(SqlVersion.V2016), json.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(output).isEqualTo(text(selected((Value.Obj) Objects.requireNonNull(wanted))));
    }

    private static Value.Obj selected(Value.Obj object) {
        Map<String, Value> members = new LinkedHashMap<>(object.members());
        members.put("x", Value.Int.of(7));
        if (object.members().get("device") instanceof Value.Obj device
                && device.members().containsKey("b")) {
            members.put("temperature", device.members().get("b"));
        }
        return new Value.Obj(members);
    }

    private static Program program(SqlVersion version) {
        FunctionRegistry functions = new FunctionRegistry();
        String sql = version.foldsWholeDecimals() ? SQL : SQL.replaceAll(" WHERE.*", "");
        return new RuleCompiler(functions).compile(RuleSql.parse(sql, version, functions));
    }

    private static String run(Program program, byte[] bytes) {
        MessageInput input = new MessageInput("a", new Payload(Bytes.wrap(bytes)), "c", 0, "000000000000", "t", 1);
        return program.run(program.begin(input, "r")).output().utf8();
    }

    private static @Nullable Value reference(byte[] bytes, SqlVersion version) {
        if (bytes.length == 0) {
            return new Value.Obj(Map.of());
        }
        try {
            Value value = ReferenceJson.read(bytes, Numbers.of(version));
            return value instanceof Value.Obj || value instanceof Value.Array ? value : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static String text(Value value) {
        try {
            return ReferenceJson.text(value);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String describe(int round, byte[] bytes) {
        return "round %d: %s".formatted(round, new String(bytes, StandardCharsets.UTF_8));
    }
}
