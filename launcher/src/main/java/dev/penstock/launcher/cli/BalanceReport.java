package dev.penstock.launcher.cli;

import dev.penstock.launcher.demo.BalanceSheet;
import java.util.ArrayList;
import java.util.List;

/** The end of a demo: one equation a line, and the verdict. */
final class BalanceReport {
    private BalanceReport() {}

    static List<String> lines(BalanceSheet sheet) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Summary");
        for (BalanceSheet.Entry entry : sheet.entries()) {
            lines.add("  %-28s %-18s %,9d  =  %,9d  %-48s %s"
                    .formatted(
                            entry.hop(),
                            entry.in(),
                            entry.inCount(),
                            entry.outCount(),
                            entry.out(),
                            entry.balanced() ? "ok" : "NOT BALANCED"));
        }
        lines.add("");
        lines.add(
                sheet.balanced()
                        ? "Balanced: nothing was lost, nothing was invented."
                        : "NOT balanced: see the lines above; run with PENSTOCK_LOG=DEBUG to follow each message.");
        return lines;
    }
}
