package dev.penstock.analytics.log;

import dev.penstock.analytics.type.StreamColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VARIABLE_COLUMN_LOG_PARSE: pieces between delimiters. Pieces that are missing are NULL, those too many are left out. */
final class VariableColumns implements LogParser {
    private final List<LogField> fields;
    private final String delimiter;
    private final String escape;
    private final String open;
    private final String close;

    /**
     * @param escape one character that takes its meaning from the next one, or none
     * @param quote none, one character for both ends of a quoted piece, or one for each
     */
    VariableColumns(List<LogField> fields, String delimiter, String escape, String quote) {
        this.fields = fields;
        this.delimiter = delimiter;
        this.escape = escape;
        open = quote.isEmpty() ? "" : quote.substring(0, 1);
        close = quote.isEmpty() ? "" : quote.substring(quote.length() - 1);
    }

    @Override
    public List<StreamColumn> fields() {
        return fields.stream().map(LogField::column).toList();
    }

    @Override
    public List<String> dateFormats() {
        return fields.stream().map(LogField::dateFormat).toList();
    }

    @Override
    public @Nullable Object[] parse(String text, long rowTime) {
        List<String> pieces = pieces(text);
        @Nullable Object[] record = new Object[fields.size()];
        for (int i = 0; i < record.length; i++) {
            record[i] = fields.get(i).value(i < pieces.size() ? pieces.get(i) : null);
        }
        return record;
    }

    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean isQuoted = false;
        int i = 0;
        while (i < text.length()) {
            String here = text.substring(i, i + 1);
            if (here.equals(escape) && i + 1 < text.length()) {
                piece.append(text.charAt(i + 1));
                i += 2;
            } else if (isQuoted ? here.equals(close) : here.equals(open) && piece.isEmpty()) {
                isQuoted = !isQuoted;
                i++;
            } else if (!isQuoted && text.startsWith(delimiter, i)) {
                pieces.add(piece.toString());
                piece.setLength(0);
                i += delimiter.length();
            } else {
                piece.append(here);
                i++;
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
