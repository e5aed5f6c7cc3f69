package dev.penstock.rules.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types that {@code CAST} knows. */
public enum CastType {
    TEXT(SqlVersion.V2015, "string nvarchar text ntext varchar"),
    INT(SqlVersion.V2015, "int integer"),
    DOUBLE(SqlVersion.V2015, "double"),
    DECIMAL(SqlVersion.V2016, "decimal"),
    BOOLEAN(SqlVersion.V2016, "bool boolean");

    private final SqlVersion since;
    /** In lower case, parted by blanks. */
    private final String spellings;

    CastType(SqlVersion since, String spellings) {
        this.since = since;
        this.spellings = spellings;
    }

    static Optional<CastType> of(String spelling) {
        String lower = spelling.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.names().contains(lower))
                .findFirst();
    }

    static List<String> allSpellings() {
        return Arrays.stream(values()).flatMap(type -> type.names().stream()).toList();
    }

    SqlVersion since() {
        return since;
    }

    private List<String> names() {
        return List.of(spellings.split(" "));
    }
}
