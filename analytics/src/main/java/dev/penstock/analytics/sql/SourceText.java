package dev.penstock.analytics.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;

/** Application code as the user wrote it. Makes errors that show where they are. Lines and columns count from 1. */
public final class SourceText {
    private final String text;
    private final List<Integer> lineStarts = new ArrayList<>();

    public SourceText(String text) {
        this.text = text;
        lineStarts.add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (ends) {
                lineStarts.add(i + 1);
            }
        }
    }

    /** All of it. */
    public String text() {
        return text;
    }

    /** The line of an offset from 0. */
    public int line(int offset) {
        int line = 1;
        while (line < lineStarts.size() && lineStarts.get(line) <= offset) {
            line++;
        }
        return line;
    }

    /** What the service answers when code does not compile, pointing at an offset from 0. */
    public AwsException error(int offset, String message) {
        int line = line(offset);
        return error(line, offset - lineStarts.get(line - 1) + 1, message);
    }

    /** The offset from 0 of a place. */
    public int offset(int line, int column) {
        return lineStarts.get(line - 1) + column - 1;
    }

    /** The code with everything outside of a piece blanked. */
    public String only(QueryText.Piece piece) {
        StringBuilder only = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean stays = c == '\n' || c == '\r' || (i >= piece.start() && i < piece.end());
            only.append(stays ? c : ' ');
        }
        return only.toString();
    }

    /**
     * {@code line:column: message}, then the line and a caret below the place.
     *
     * @return CodeValidationException, status 400
     */
    public AwsException error(int line, int column, String message) {
        String shown = textOf(line);
        StringBuilder caret = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            caret.append(i < shown.length() && shown.charAt(i) == '\t' ? '\t' : ' ');
        }
        return codeError("%d:%d: %s%n  %s%n  %s^".formatted(line, column, message, shown, caret));
    }

    /** The refusal of a construct that the service has and Penstock has not, naming it and what there is. */
    public AwsException unsupported(int line, int column, String construct) {
        return error(line, column, unsupported(construct));
    }

    /** The refusal of a construct at an offset from 0. */
    public AwsException unsupported(int offset, String construct) {
        return error(offset, unsupported(construct));
    }

    private static String unsupported(String construct) {
        return construct + " is not supported";
    }

    /** An error of the code as a whole. */
    public static AwsException codeError(String message) {
        return new AwsException("CodeValidationException", 400, message.replace("\r\n", "\n"));
    }

    private String textOf(int line) {
        if (line < 1 || line > lineStarts.size()) {
            return "";
        }
        int start = lineStarts.get(line - 1);
        int end = line < lineStarts.size() ? lineStarts.get(line) : text.length();
        return text.substring(start, end).stripTrailing();
    }
}
