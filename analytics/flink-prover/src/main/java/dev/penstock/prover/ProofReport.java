package dev.penstock.prover;

import dev.penstock.analytics.SqlCase;
import dev.penstock.prover.Proof.Verdict;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what differs as it comes, and the counts by area at the end. */
final class ProofReport {
    private final PrintWriter screen;
    private final Map<String, Map<Verdict, Integer>> areas = new TreeMap<>();
    private int rows;

    ProofReport(PrintWriter screen) {
        this.screen = screen;
    }

    void add(SqlCase one, Proof proof) {
        areas.computeIfAbsent(one.area(), area -> new EnumMap<>(Verdict.class)).merge(proof.verdict(), 1, Integer::sum);
        rows += proof.rows();
        if (proof.verdict() == Verdict.EQUAL) {
            return;
        }
        screen.println(
                "%s %s/%s (%s:%d)".formatted(name(proof.verdict()), one.area(), one.id(), one.file(), one.line()));
        boolean isShort = proof.verdict() != Verdict.DIFFERENT;
        proof.lines().stream()
                .flatMap(String::lines)
                .limit(isShort ? 1 : Long.MAX_VALUE)
                .forEach(line -> screen.println("  " + line));
        if (!isShort) {
            proof.script().lines().forEach(line -> screen.println("    | " + line));
        }
        screen.flush();
    }

    int count(Verdict verdict) {
        return areas.values().stream()
                .mapToInt(area -> area.getOrDefault(verdict, 0))
                .sum();
    }

    void end() {
        areas.forEach((area, counts) -> screen.println("%-14s %s".formatted(area, line(counts))));
        Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            all.put(verdict, count(verdict));
        }
        screen.println("%s; %d rows are the same".formatted(line(all), rows));
    }

    private static String line(Map<Verdict, Integer> counts) {
        StringBuilder line = new StringBuilder();
        for (Verdict verdict : Verdict.values()) {
            line.append(line.isEmpty() ? "" : ", ")
                    .append("%d %s".formatted(counts.getOrDefault(verdict, 0), name(verdict)));
        }
        return line.toString();
    }

    private static String name(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
