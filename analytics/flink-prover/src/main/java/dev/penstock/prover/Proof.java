package dev.penstock.prover;

import java.util.List;

/**
 * What became of one case.
 *
 * @param rows how many rows came from both, of a case that is equal
 * @param lines what differs, why Flink failed or why the case was left out
 * @param script that Flink ran; empty for a case that was left out
 */
record Proof(Verdict verdict, int rows, List<String> lines, String script) {
    /** In this order they are counted. */
    enum Verdict {
        EQUAL,
        /** Different, as the remarks of the script say. */
        KNOWN,
        DIFFERENT,
        /** The case is not translated, or it is no recording. */
        SKIPPED
    }

    Proof {
        lines = List.copyOf(lines);
    }

    static Proof equal(int rows) {
        return new Proof(Verdict.EQUAL, rows, List.of(), "");
    }

    static Proof differs(List<String> lines, String script) {
        return new Proof(Verdict.DIFFERENT, 0, lines, script);
    }

    /** The same as a difference that is known: the reason stands in the comments of the script. */
    Proof known(String reason) {
        return new Proof(Verdict.KNOWN, rows, List.of(reason), script);
    }

    static Proof failed(String reason, String script) {
        return new Proof(Verdict.DIFFERENT, 0, List.of("Flink ends the job: " + reason), script);
    }

    static Proof skipped(String reason) {
        return new Proof(Verdict.SKIPPED, 0, List.of(reason), "");
    }
}
