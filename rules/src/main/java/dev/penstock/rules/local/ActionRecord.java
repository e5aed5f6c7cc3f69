package dev.penstock.rules.local;

import dev.penstock.rules.action.Action;
import java.util.List;

/**
 * What came of one action.
 *
 * @param error empty when it succeeded
 */
record ActionRecord(String rule, int index, List<Action.Detail> details, String error) {
    /** The index of the error action. */
    static final int ERROR_ACTION = -1;

    ActionRecord {
        details = List.copyOf(details);
    }

    boolean succeeded() {
        return error.isEmpty();
    }

    /** About how much memory it takes. */
    int bytes() {
        return 160
                + error.length()
                + details.stream()
                        .mapToInt(detail -> 100 + detail.value().length())
                        .sum();
    }
}
