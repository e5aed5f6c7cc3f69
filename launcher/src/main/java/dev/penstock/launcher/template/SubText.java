package dev.penstock.launcher.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of {@code Fn::Sub} into what stays and what is filled in. {@code ${!X}} stays as {@code ${X}}. */
final class SubText {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private SubText() {}

    static List<Piece> parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            pieces.add(new Piece(text.substring(from, matcher.start()), false));
            String inside = matcher.group(1).strip();
            pieces.add(
                    inside.startsWith("!")
                            ? new Piece("${%s}".formatted(inside.substring(1)), false)
                            : new Piece(inside, true));
            from = matcher.end();
        }
        pieces.add(new Piece(text.substring(from), false));
        return pieces;
    }

    /** @param isVariable whether {@code text} is a name to fill in, else it stays */
    record Piece(String text, boolean isVariable) {}
}
