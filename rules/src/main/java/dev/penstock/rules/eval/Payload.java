package dev.penstock.rules.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.sql.SqlVersion;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of one message: parsed when a rule first asks, once for all rules. Only an object, an array or nothing
 * counts as JSON; a bare scalar does not, as in AWS. Used by one thread at a time.
 */
public final class Payload {
    private final Bytes bytes;
    private @Nullable Value asWritten;
    private @Nullable Value folded;
    private boolean hasWholeDecimal;
    private String problem = "";

    public Payload(Bytes bytes) {
        this.bytes = bytes;
    }

    /** As published. */
    public Bytes bytes() {
        return bytes;
    }

    /** An Object, an Array, an empty Object when there are no bytes, else Binary. */
    public Value tree(SqlVersion version) {
        Value written = asWritten();
        if (!version.foldsWholeDecimals() || !hasWholeDecimal) {
            return written;
        }
        if (folded == null) {
            folded = JsonValues.fold(written);
        }
        return folded;
    }

    /** Whether it counts as JSON. */
    public boolean isJson() {
        return !(asWritten() instanceof Value.Binary);
    }

    /** Why it does not count as JSON; empty when it does. */
    public String problem() {
        asWritten();
        return problem;
    }

    private Value asWritten() {
        if (asWritten == null) {
            asWritten = bytes.isEmpty() ? new Value.Obj(Map.of()) : parse();
        }
        return asWritten;
    }

    private Value parse() {
        try {
            JsonValues.Document document = JsonValues.read(bytes);
            if (document.value() instanceof Value.Obj || document.value() instanceof Value.Array) {
                hasWholeDecimal = document.hasWholeDecimal();
                return document.value();
            }
            problem = "it is a bare %s; rules read JSON objects and arrays"
                    .formatted(document.value().typeName());
        } catch (JsonProcessingException notJson) {
            problem = "%s (line %d, column %d)"
                    .formatted(
                            message(notJson),
                            notJson.getLocation() == null
                                    ? 1
                                    : notJson.getLocation().getLineNr(),
                            notJson.getLocation() == null
                                    ? 1
                                    : notJson.getLocation().getColumnNr());
        } catch (IOException notUtf8) {
            problem = String.valueOf(notUtf8.getMessage());
        }
        return new Value.Binary(bytes);
    }

    /** Without the parser's pointers into its own source. */
    private static String message(JsonProcessingException notJson) {
        String first = notJson.getOriginalMessage().lines().findFirst().orElse("not JSON");
        return first.replaceAll(" \\(start marker at .*", "").replaceAll(" \\(`StreamReadFeature.*", "");
    }
}
