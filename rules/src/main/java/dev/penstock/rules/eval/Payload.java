package dev.penstock.rules.eval;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.sql.SqlVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload of one message: parsed when a rule first asks, once for all rules. Only an object, an array or nothing
 * counts as JSON; a bare scalar does not, as in AWS. Used by one thread at a time.
 */
public final class Payload {
    private static final Value NOTHING = new Value.Obj(Map.of());

    private final Bytes bytes;
    private @Nullable Value kept;
    private @Nullable Value folded;
    private @Nullable JsonTape tape;
    private boolean scanned;
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
        Value known = version.foldsWholeDecimals() ? folded : kept;
        if (known != null) {
            return known;
        }
        scan();
        Value made = tape == null
                ? bytes.isEmpty() ? NOTHING : new Value.Binary(bytes)
                : new JsonDocument(tape, Numbers.of(version)).root();
        if (version.foldsWholeDecimals()) {
            folded = made;
        } else {
            kept = made;
        }
        return made;
    }

    /** Whether it counts as JSON. */
    public boolean isJson() {
        scan();
        return tape != null || bytes.isEmpty();
    }

    /** Why it does not count as JSON; empty when it does. */
    public String problem() {
        if (problem.isEmpty() && !isJson()) {
            problem = complaint();
        }
        return problem;
    }

    private void scan() {
        if (!scanned && !bytes.isEmpty()) {
            JsonTape found = new JsonScanner(bytes.shared()).scan();
            tape = found == null || found.kind(0) > JsonTape.ARRAY ? null : found;
        }
        scanned = true;
    }

    private String complaint() {
        JsonScanner scanner = new JsonScanner(bytes.shared());
        JsonTape scalar = scanner.scan();
        if (scalar == null) {
            return JsonComplaint.of(bytes, scanner.problem(), scanner.problemAt());
        }
        Value value = new JsonDocument(scalar, Numbers.KEEPING_DECIMALS).root();
        return "it is a bare %s; rules read JSON objects and arrays".formatted(value.typeName());
    }
}
