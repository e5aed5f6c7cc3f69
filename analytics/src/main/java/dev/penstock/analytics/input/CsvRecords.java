package dev.penstock.analytics.input;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.type.RowFailure;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of text with delimiters. Columns come by position; pieces that are missing are NULL, those too many are left
 * out. A piece may stand in double quotes, and a delimiter in it is a part of it (RFC 4180); the service does not say how
 * it treats quotes.
 */
final class CsvRecords implements RecordMapping {
    private static final char QUOTE = '"';

    private final StreamSchema schema;
    private final String rowDelimiter;
    private final String columnDelimiter;
    private final int columns;

    /** @throws AwsException InvalidArgumentException */
    CsvRecords(StreamSchema schema, RecordFormat.Csv format, List<ApplicationSpec.Column> columns) {
        if (format.rowDelimiter().isEmpty() || format.columnDelimiter().isEmpty()) {
            throw new AwsException(
                    "InvalidArgumentException", 400, "CSV needs a RecordRowDelimiter and a RecordColumnDelimiter");
        }
        this.schema = schema;
        this.rowDelimiter = format.rowDelimiter();
        this.columnDelimiter = format.columnDelimiter();
        this.columns = columns.size();
    }

    @Override
    public StreamSchema schema() {
        return schema;
    }

    @Override
    public void read(Bytes record, Rows rows) {
        String text = record.utf8();
        if (text.isEmpty()) {
            rows.failed(new RowFailure(RowFailure.Kind.UNPARSEABLE_RECORD, "the record is empty"));
            return;
        }
        int at = 0;
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean isQuoted = false;
        while (at < text.length()) {
            if (isQuoted ? text.charAt(at) == QUOTE : text.charAt(at) == QUOTE && piece.isEmpty()) {
                boolean isDoubled = isQuoted && at + 1 < text.length() && text.charAt(at + 1) == QUOTE;
                if (isDoubled) {
                    piece.append(QUOTE);
                    at++;
                } else {
                    isQuoted = !isQuoted;
                }
                at++;
            } else if (!isQuoted && text.startsWith(columnDelimiter, at)) {
                take(pieces, piece);
                at += columnDelimiter.length();
            } else if (!isQuoted && text.startsWith(rowDelimiter, at)) {
                at += rowDelimiter.length();
                take(pieces, piece);
                row(pieces, rows);
            } else {
                piece.append(text.charAt(at++));
            }
        }
        if (isQuoted) {
            rows.failed(new RowFailure(RowFailure.Kind.UNPARSEABLE_RECORD, "a double quote is not closed"));
        } else if (!pieces.isEmpty() || !piece.isEmpty()) {
            take(pieces, piece);
            row(pieces, rows);
        }
    }

    private static void take(List<String> pieces, StringBuilder piece) {
        pieces.add(piece.toString());
        piece.setLength(0);
    }

    private void row(List<String> pieces, Rows rows) {
        int last = pieces.size() - 1;
        if (rowDelimiter.equals("\n") && pieces.get(last).endsWith("\r")) {
            pieces.set(last, pieces.get(last).substring(0, pieces.get(last).length() - 1));
        }
        boolean isBlank = last == 0 && pieces.get(0).isEmpty();
        if (!isBlank) {
            values(pieces, rows);
        }
        pieces.clear();
    }

    private void values(List<String> pieces, Rows rows) {
        @Nullable Object[] values = new Object[1 + schema.columns().size()];
        try {
            for (int i = 0; i < columns && i < pieces.size(); i++) {
                values[1 + i] = value(pieces.get(i), schema.columns().get(i));
            }
        } catch (RowFailure mismatch) {
            rows.failed(mismatch);
            return;
        }
        rows.row(values);
    }

    private static @Nullable Object value(String piece, StreamColumn column) {
        boolean isText = column.type().kind().isText();
        if (piece.isBlank() && !isText) {
            return null;
        }
        try {
            return Coercion.ofText(isText ? piece : piece.strip(), column.type());
        } catch (RowFailure mismatch) {
            throw new RowFailure(mismatch.kind(), "column %s: %s".formatted(column.name(), mismatch.getMessage()));
        }
    }
}
