package dev.penstock.rules.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code CAST} knows, for the rules reference. */
public final class CastTypes {
    private CastTypes() {}

    /** The spellings of each type. */
    public static Map<CastType, List<String>> all() {
        Map<CastType, List<String>> all = new LinkedHashMap<>();
        for (String spelling : CastType.allSpellings()) {
            CastType type = CastType.of(spelling).orElseThrow();
            all.computeIfAbsent(type, first -> new ArrayList<>()).add(spelling);
        }
        return all;
    }

    public static SqlVersion since(CastType type) {
        return type.since();
    }
}
