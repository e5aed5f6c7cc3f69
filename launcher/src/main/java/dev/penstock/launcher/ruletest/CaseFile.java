package dev.penstock.launcher.ruletest;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file of rule tests. */
public sealed interface CaseFile {

    Path path();

    /**
     * Its cases in order, read as they are used; to be closed.
     *
     * @throws IOException when it cannot be opened; the stream throws UncheckedIOException when it breaks later
     */
    Stream<RuleCase> cases() throws IOException;

    /** JSON lines. */
    record Lines(Path path) implements CaseFile {
        @Override
        public Stream<RuleCase> cases() throws IOException {
            return RuleCases.read(path.toString(), Files.newInputStream(path));
        }
    }

    /** A {@code *.rule.yaml}; it is small and was read already. */
    record Samples(Path path, List<RuleCase> read) implements CaseFile {
        public Samples {
            read = List.copyOf(read);
        }

        @Override
        public Stream<RuleCase> cases() {
            return read.stream();
        }
    }
}
