package dev.penstock.rules.explain;

import java.util.ArrayList;
import java.util.List;

/** Lines of three columns, aligned over the whole block: what, value, note. */
final class TextBlock {
    private static final int WIDEST_LEFT = 60;
    private static final int WIDEST_VALUE = 24;

    private final List<Line> lines = new ArrayList<>();

    private record Line(String left, String value, String note) {}

    void add(String left, String value, String note) {
        lines.add(new Line(left, value, note));
    }

    /** A line that takes no part in the alignment. */
    void plain(String text) {
        lines.add(new Line(text, "", ""));
    }

    void writeTo(StringBuilder out) {
        int left = widest(WIDEST_LEFT, true);
        int value = widest(WIDEST_VALUE, false);
        for (Line line : lines) {
            StringBuilder text = new StringBuilder(line.left());
            if (!line.value().isEmpty()) {
                pad(text, left);
                text.append("  ").append(line.value());
            }
            if (!line.note().isEmpty()) {
                pad(text, left + 2 + value);
                text.append("  ").append(line.note());
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private int widest(int limit, boolean ofLeft) {
        return lines.stream()
                .filter(line -> !line.value().isEmpty())
                .filter(line -> ofLeft || !line.note().isEmpty())
                .mapToInt(line -> (ofLeft ? line.left() : line.value()).length())
                .filter(width -> width <= limit)
                .max()
                .orElse(0);
    }

    private static void pad(StringBuilder text, int width) {
        while (text.length() < width) {
            text.append(' ');
        }
    }
}
