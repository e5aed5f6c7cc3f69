package dev.penstock.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.SqlCase;
import dev.penstock.analytics.SqlCases;
import dev.penstock.prover.Proof.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The conformance cases through the engine and through Flink, with one cluster for all. Without {@code -Pprove} a part of each
 * area and the given cases that are known to differ.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceProofTest {
    private static final boolean ALL = System.getProperty("prove.cases", "all").equals("all");

    private static final String GIVEN = "/conformance/kda-sql.jsonl";

    private final KnownDifferences known = known();
    private Prover prover;

    @BeforeAll
    void start() throws Exception {
        prover = Prover.start();
    }

    @AfterAll
    void stop() throws Exception {
        prover.close();
    }

    Stream<SqlCase> cases() {
        List<String> areas = new ArrayList<>();
        return all().stream()
                .filter(one -> one.recording().isPresent())
                .filter(one -> ALL
                        || one.file().startsWith("/cases/")
                        || (one.file().equals(GIVEN) && known.reasons().containsKey(one.id()))
                        || isNext(one, areas));
    }

    /** Whether it is the first, fifth, ninth case of its area; of the wider file the first, thirtieth and so on. */
    private static boolean isNext(SqlCase one, List<String> areas) {
        String area = one.file() + one.area();
        long before = areas.stream().filter(area::equals).count();
        areas.add(area);
        return before % (one.file().equals(GIVEN) ? 4 : 30) == 0;
    }

    /** The conformance cases, our own wider ones, and constructs that they have not. */
    private static List<SqlCase> all() {
        return Stream.of(GIVEN, "/conformance/kda-sql-more.jsonl", "/cases/translated.jsonl")
                .flatMap(name -> read(name).stream())
                .toList();
    }

    private static List<SqlCase> read(String name) {
        InputStream file = Objects.requireNonNull(ConformanceProofTest.class.getResourceAsStream(name));
        try (Stream<SqlCase> read = SqlCases.read(name, file)) {
            return read.toList();
        }
    }

    private static KnownDifferences known() {
        try {
            return KnownDifferences.read(Path.of(
                    Objects.requireNonNull(ConformanceProofTest.class.getResource("/vectors/known-differences.txt"))
                            .toURI()));
        } catch (IOException | URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void flinkGivesTheRowsOfTheEngine(SqlCase one) throws Exception {
        Proof proof = known.judge(one.id(), prover.prove(one));

        assertThat(proof.verdict())
                .as("%s%n%s", String.join("\n", proof.lines()), proof.script())
                .isNotEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void knownDifferencesAreOfCasesThatAreThere() {
        List<String> ids = all().stream().map(SqlCase::id).toList();

        assertThat(ids).containsAll(known.reasons().keySet());
    }
}
