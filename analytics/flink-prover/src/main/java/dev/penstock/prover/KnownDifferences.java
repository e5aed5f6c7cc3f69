package dev.penstock.prover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cases whose rows must differ, and why. A file of them has lines {@code id: reason}; {@code #} begins a comment. The reason
 * has to stand in the comments of the script: who reads only the script must be told too.
 */
record KnownDifferences(Map<String, String> reasons) {
    static final KnownDifferences NONE = new KnownDifferences(Map.of());

    KnownDifferences {
        reasons = Map.copyOf(reasons);
    }

    /** @throws IllegalArgumentException names the line that is wrong */
    static KnownDifferences read(Path file) throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException("%s:%d: a line must be 'id: reason'".formatted(file, number));
            }
            reasons.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
        return new KnownDifferences(reasons);
    }

    /** The proof of a case in the light of what is known of it. */
    Proof judge(String id, Proof proof) {
        @Nullable String reason = reasons.get(id);
        if (reason == null || proof.verdict() == Proof.Verdict.SKIPPED) {
            return proof;
        }
        if (proof.verdict() == Proof.Verdict.EQUAL) {
            return Proof.differs(List.of("it is equal, but is known to differ: " + reason), proof.script());
        }
        return comments(proof.script()).contains(reason) ? proof.known(reason) : proof;
    }

    /** All comments in one line. */
    private static String comments(String script) {
        return script.lines()
                .filter(line -> line.startsWith("--"))
                .map(line -> line.substring(2).strip())
                .reduce("", (one, other) -> one + " " + other);
    }
}
