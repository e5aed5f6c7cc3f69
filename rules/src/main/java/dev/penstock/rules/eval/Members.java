package dev.penstock.rules.eval;

import dev.penstock.rules.eval.Value.Obj;
import dev.penstock.rules.sql.Spelling;
import java.util.stream.Collectors;

/** Words about members that are not there. */
public final class Members {
    private static final int LISTED = 12;

    private Members() {}

    /** That there is no such member, which ones there are, and the nearest of them. */
    public static String missing(String name, Obj object, String where) {
        if (object.members().isEmpty()) {
            return "no member '%s' in %s, which is an empty object".formatted(name, where);
        }
        String known = object.members().keySet().stream().limit(LISTED).collect(Collectors.joining(", "));
        String more = object.members().size() > LISTED
                ? ", ... (%d in all)".formatted(object.members().size())
                : "";
        return "no member '%s' in %s; it has: %s%s.%s"
                .formatted(
                        name,
                        where,
                        known,
                        more,
                        Spelling.hint(name, object.members().keySet()))
                .replaceAll("\\.$", "");
    }

    /** {@code an Array}, {@code a String}, {@code null}. */
    static String a(Value value) {
        if (value == Value.Null.INSTANCE) {
            return "null";
        }
        String type = value.typeName();
        return ("AIOU".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
    }
}
