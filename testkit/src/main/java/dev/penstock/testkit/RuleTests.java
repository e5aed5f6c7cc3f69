package dev.penstock.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.opentest4j.AssertionFailedError;

/**
 * Files of rule tests as dynamic tests: one container for each file, one test for each case in it. No pipeline is started.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> rules() {
 *     return RuleTests.in("src/test/rules");
 * }
 * }</pre>
 *
 * <p>A file holds JSON lines, or is a {@code *.rule.yaml}; the rules reference of Penstock describes both. A case that
 * fails says what was expected, what the rule gave, and why.
 *
 * <p>The distribution is looked for in the system property {@code penstock.home}, then in the environment variable {@code
 * PENSTOCK_HOME}: the folder that holds {@code penstock.jar} and {@code lib}.
 */
public final class RuleTests {
    private static final int LONGEST_NAME = 160;

    private RuleTests() {}

    /**
     * The tests of files and folders, in this order; a folder stands for all {@code *.jsonl} and {@code *.rule.yaml} in it
     * and below. Files are read as their tests run.
     *
     * @param filesAndFolders absolute, or relative to the working directory, which is the module's folder under Maven and
     *     Gradle
     * @throws ExtensionConfigurationException with everything that is wrong with any of the files
     */
    public static Stream<DynamicNode> in(String... filesAndFolders) {
        return in(Arrays.stream(filesAndFolders).map(Path::of).toArray(Path[]::new));
    }

    /** As {@link #in(String...)}. */
    public static Stream<DynamicNode> in(Path... filesAndFolders) {
        return in(EngineHome.jar("RuleTests"), List.of(filesAndFolders));
    }

    static Stream<DynamicNode> in(Path jar, List<Path> named) {
        if (named.isEmpty()) {
            throw new ExtensionConfigurationException("RuleTests.in() needs at least one file or folder");
        }
        Engine engine = Engine.load(jar);
        return files(engine, named).stream().map(file -> container(engine, file));
    }

    private static List<Map<String, Object>> files(Engine engine, List<Path> named) {
        List<Path> absolute = named.stream().map(Path::toAbsolutePath).toList();
        try {
            return engine.ruleTests(absolute);
        } catch (ExtensionConfigurationException unfit) {
            throw unfit;
        } catch (RuntimeException unusable) {
            throw new ExtensionConfigurationException(
                    "the rule tests cannot be used:\n%s".formatted(unusable.getMessage()), unusable);
        }
    }

    private static DynamicNode container(Engine engine, Map<String, Object> file) {
        Path path = (Path) member(file, "path");
        Supplier<Stream<Map<String, Object>>> cases = supplier(file, "cases");
        // Opened late and closed by JUnit, which closes the stream of a container once its tests have run.
        Stream<DynamicTest> tests = Stream.of(cases).flatMap(open -> tests(engine, path, engine.inside(open)));
        return DynamicContainer.dynamicContainer(String.valueOf(path.getFileName()), path.toUri(), tests);
    }

    private static Stream<DynamicTest> tests(Engine engine, Path file, Stream<Map<String, Object>> cases) {
        Iterator<DynamicTest> tests = new AtLeastOne(
                cases.map(one -> test(engine, file, one)).iterator(),
                () -> DynamicTest.dynamicTest("no cases", () -> {
                    throw new AssertionFailedError("%s: there are no cases in the file".formatted(file));
                }));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(tests, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(cases::close);
    }

    private static DynamicTest test(Engine engine, Path file, Map<String, Object> one) {
        String name = "%s %s"
                .formatted(member(one, "id"), member(one, "subject"))
                .replaceAll("\\s+", " ")
                .strip();
        URI place = URI.create("%s?line=%s".formatted(file.toUri(), member(one, "line")));
        Supplier<Map<String, Object>> run = supplier(one, "run");
        return DynamicTest.dynamicTest(
                name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...",
                place,
                () -> check(engine.inside(run)));
    }

    private static void check(Map<String, Object> result) {
        if (!Boolean.TRUE.equals(member(result, "passed"))) {
            String expected = text(result, "expected");
            String got = text(result, "got");
            throw new AssertionFailedError(
                    "expected %s%ngot      %s%n%n%s".formatted(expected, got, text(result, "explanation")),
                    expected,
                    got);
        }
    }

    private static String text(Map<String, Object> map, String name) {
        return (String) member(map, name);
    }

    @SuppressWarnings("unchecked")
    private static <T> Supplier<T> supplier(Map<String, Object> map, String name) {
        return (Supplier<T>) member(map, name);
    }

    private static Object member(Map<String, Object> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    /** A file that tests nothing must not pass: it gets a test that fails. */
    private static final class AtLeastOne implements Iterator<DynamicTest> {
        private final Iterator<DynamicTest> tests;
        private @Nullable Supplier<DynamicTest> ifNone;

        AtLeastOne(Iterator<DynamicTest> tests, Supplier<DynamicTest> ifNone) {
            this.tests = tests;
            this.ifNone = ifNone;
        }

        @Override
        public boolean hasNext() {
            return ifNone != null || tests.hasNext();
        }

        @Override
        public DynamicTest next() {
            Supplier<DynamicTest> none = ifNone;
            ifNone = null;
            if (none != null && !tests.hasNext()) {
                return none.get();
            }
            if (!tests.hasNext()) {
                throw new NoSuchElementException();
            }
            return tests.next();
        }
    }
}
