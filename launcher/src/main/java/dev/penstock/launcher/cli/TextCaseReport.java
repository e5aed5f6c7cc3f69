package dev.penstock.launcher.cli;

import java.io.PrintWriter;
import java.util.List;

/** For people: failures as they come, then the areas, then one line with the totals. */
final class TextCaseReport extends CaseReport {
    private static final int LONGEST = 4000;
    private static final int NARROWEST = 11;

    private final PrintWriter out;

    TextCaseReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    void show(CaseOutcome one) {
        if (one.passed()) {
            return;
        }
        out.println("FAILED %s (%s:%d)".formatted(one.id(), one.file(), one.line()));
        block("expected", one.expected());
        block("got", one.got());
        if (!one.explanation().isEmpty()) {
            out.println("  explained");
            one.explanation().lines().forEach(line -> out.println(("    " + line).stripTrailing()));
        }
        out.println();
        out.flush();
    }

    private void block(String label, String text) {
        String shown = text.length() <= LONGEST
                ? text
                : "%s... (%d characters)".formatted(text.substring(0, LONGEST), text.length());
        String indent = "  %-9s ".formatted(label);
        for (String line : shown.split("\\R", -1)) {
            out.println((indent + line).stripTrailing());
            indent = " ".repeat(indent.length());
        }
    }

    @Override
    void end(List<String> unusable) {
        int width = byArea().keySet().stream().mapToInt(String::length).max().orElse(0);
        String row = "%-" + Math.max(NARROWEST, width) + "s  %7s  %7s";
        if (!byArea().isEmpty()) {
            out.println(row.formatted("area", "passed", "failed"));
            byArea().forEach((area, count) -> out.println(row.formatted(area, count.passed(), count.failed())));
            out.println();
        }
        out.println("%d passed, %d failed".formatted(passed(), failed()));
    }
}
