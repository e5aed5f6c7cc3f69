package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reader of the script must know about one statement: where Flink's results can differ. */
final class Remarks {
    private final Set<String> texts = new LinkedHashSet<>();
    private Ease ease = Ease.MECHANICAL;

    void add(String text) {
        texts.add(text);
    }

    /** The statement was built anew, not only spelled in another way. */
    void restructured(String text) {
        ease = Ease.RESTRUCTURED;
        texts.add(text);
    }

    Ease ease() {
        return ease;
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
