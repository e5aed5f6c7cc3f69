package dev.penstock.analytics.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.log.LogParsers;
import dev.penstock.analytics.sql.TypeParser;
import dev.penstock.analytics.table.TableFunctions;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/sql.md says of functions, operators and casts is what the registries have and the compiler accepts. */
class SqlReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "sql.md");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/sql.md is stale; write it again with: mvn -Pquick -pl analytics -am test -Dtest=SqlReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final String BLOCK = "(<!-- generated: %s -->\n).*?(<!-- end -->)";
    private static final List<String> TYPES = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL(9,2)",
            "REAL",
            "DOUBLE",
            "CHAR(9)",
            "VARCHAR(9)",
            "BINARY(9)",
            "VARBINARY(9)",
            "DATE",
            "TIME",
            "TIMESTAMP");

    private final Functions functions = new Functions(new JavaCalls());
    private final Map<String, String[]> described = described();

    @Test
    void referenceSaysWhatIsThere() throws IOException {
        String committed = Files.readString(FILE);

        String current = withBlocks(committed);

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, current);
        } else {
            assertThat(committed).as(HOW_TO).isEqualTo(current);
        }
    }

    @Test
    void everyFunctionIsDescribedAndNothingElse() {
        Set<String> all = new TreeSet<>(functions.documented());
        all.addAll(LogParsers.NAMES);
        all.addAll(TableFunctions.names());

        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    private String withBlocks(String text) {
        Predicate<String> isAggregate = functions::isAggregate;
        Predicate<String> isWindow = name -> functions.isSliding(name) || name.equals("ANY");
        Map<String, String> blocks = new LinkedHashMap<>();
        blocks.put(
                "functions",
                table(functions.documented(), isAggregate.or(isWindow).negate()));
        blocks.put("aggregates", aggregates(isAggregate, isWindow));
        blocks.put("log functions", table(LogParsers.NAMES, name -> true));
        blocks.put("table functions", table(TableFunctions.names(), name -> true));
        blocks.put("casts", casts());
        String result = text;
        for (Map.Entry<String, String> block : blocks.entrySet()) {
            Matcher place = Pattern.compile(BLOCK.formatted(block.getKey()), Pattern.DOTALL)
                    .matcher(result);
            assertThat(place.find())
                    .as("docs/sql.md has the block " + block.getKey())
                    .isTrue();
            result = place.replaceFirst("$1" + Matcher.quoteReplacement("\n" + block.getValue() + "\n") + "$2");
        }
        return result;
    }

    private String table(Collection<String> names, Predicate<String> wanted) {
        StringBuilder table = new StringBuilder("| function | what it gives |\n|---|---|\n");
        for (String name : new TreeSet<>(names)) {
            if (wanted.test(name)) {
                table.append("| %s | %s |\n".formatted(forms(name), Objects.requireNonNull(described.get(name))[2]));
            }
        }
        return table.toString();
    }

    private String aggregates(Predicate<String> isAggregate, Predicate<String> isWindow) {
        StringBuilder table =
                new StringBuilder("| function | grouped | with OVER | what it gives |\n|---|---|---|---|\n");
        for (String name : functions.documented()) {
            boolean isGrouped = isAggregate.test(name) || name.equals("ANY");
            if (isGrouped || isWindow.test(name)) {
                table.append("| %s | %s | %s | %s |\n"
                        .formatted(
                                forms(name),
                                isGrouped ? "yes" : "",
                                isWindow.test(name) ? "yes" : "",
                                Objects.requireNonNull(described.get(name))[2]));
            }
        }
        return table.toString();
    }

    private String forms(String name) {
        return Objects.requireNonNull(described.get(name))[1].replace(" ; ", "<br>");
    }

    private static String casts() {
        StringBuilder table = new StringBuilder("| from \\ to |");
        TYPES.forEach(type -> table.append(' ').append(name(type)).append(" |"));
        table.append("\n|---|").append("---|".repeat(TYPES.size())).append('\n');
        for (String from : TYPES) {
            table.append("| ").append(name(from)).append(" |");
            TYPES.forEach(to -> table.append(isCast(from, to) ? " yes |" : "  |"));
            table.append('\n');
        }
        return table.toString();
    }

    private static String name(String type) {
        return type.replaceAll("\\(.*", "");
    }

    private static boolean isCast(String from, String to) {
        ColumnType column = TypeParser.parse(from);
        StreamSchema input = new StreamSchema("S", List.of(StreamColumn.nullable("v", column)));
        String code = "CREATE STREAM O (V %s); CREATE PUMP P AS INSERT INTO O SELECT STREAM CAST(\"v\" AS %s) FROM S"
                .formatted(to, to);
        try {
            new ApplicationCompiler().compile(code, input, List.of());
            return true;
        } catch (AwsException refused) {
            return false;
        }
    }

    private static Map<String, String[]> described() {
        Map<String, String[]> described = new LinkedHashMap<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SqlReferenceTest.class.getResourceAsStream("/docs/functions.txt")),
                StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>(reader.lines().toList());
        lines.removeIf(line -> line.startsWith("#"));
        lines.forEach(line -> {
            String[] parts = line.split(" :: ", 3);
            described.put(parts[0], parts);
        });
        return described;
    }
}
