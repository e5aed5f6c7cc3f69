package dev.penstock.broker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fact of docs/broker.md has a test of this module that proves it. */
class BrokerFactsTest {
    private static final Path PAGE = Path.of("..", "docs", "broker.md");
    private static final Path FACTS = Path.of("src", "test", "resources", "facts.txt");
    private static final String WRITE = "penstock.write-docs";
    private static final String HOW_TO =
            "docs/broker.md is stale; write it again with: mvn -Pquick -pl broker -am test -Dtest=BrokerFactsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true";
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- generated: facts -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final List<String> PACKAGES =
            List.of("", "presence.", "engine.", "gateway.", "explain.", "identity.", "policy.", "shadow.");

    /**
     * A row of the table.
     *
     * @param aws what AWS does; {@code =} when it is the same
     * @param tests as {@code Class#method}
     */
    record Fact(String area, String text, String aws, String here, List<String> tests) {
        static Fact of(String line) {
            String[] cells = line.split("\\|", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Fact(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    Stream.of(cells[4].split(",")).map(String::strip).toList());
        }

        String row() {
            return "| %s | %s | %s | %s | %s |"
                    .formatted(
                            area,
                            text,
                            aws.equals("=") ? "the same" : aws,
                            here,
                            tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(" ")));
        }
    }

    static List<Fact> facts() throws IOException {
        return Files.readAllLines(FACTS).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Fact::of)
                .toList();
    }

    @Test
    void pageHasTheFacts() throws IOException {
        String committed = Files.readString(PAGE);
        Matcher place = BLOCK.matcher(committed);
        assertThat(place.find()).isTrue();
        String table = facts().stream().map(Fact::row).collect(Collectors.joining("\n"));

        String current = place.replaceFirst("$1"
                + Matcher.quoteReplacement(
                        "\n| | Fact | AWS IoT Core | Here | Proven by |\n|---|---|---|---|---|\n" + table + "\n\n")
                + "$2");

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, current);
        } else {
            assertThat(committed).as(HOW_TO).isEqualTo(current);
        }
    }

    @ParameterizedTest
    @MethodSource("facts")
    void factHasTestsThatAreThere(Fact fact) {
        assertThat(fact.tests())
                .isNotEmpty()
                .allSatisfy(test -> assertThat(isTest(test)).as(test).isTrue());
    }

    private static boolean isTest(String reference) {
        String[] parts = reference.split("#", -1);
        return parts.length == 2
                && PACKAGES.stream()
                        .flatMap(name -> methods("dev.penstock.broker." + name + parts[0]))
                        .anyMatch(method -> method.getName().equals(parts[1])
                                && (method.isAnnotationPresent(Test.class)
                                        || method.isAnnotationPresent(ParameterizedTest.class)));
    }

    private static Stream<Method> methods(String className) {
        try {
            return Stream.of(Class.forName(className).getDeclaredMethods());
        } catch (ClassNotFoundException elsewhere) {
            return Stream.empty();
        }
    }
}
