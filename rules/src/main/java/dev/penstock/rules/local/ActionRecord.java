package dev.penstock.rules.local;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.Detail;
import java.util.List;

/**
 * What came of one action.
 *
 * @param error empty when it succeeded
 * @param payload the document of an error action; empty for others, whose payload is evaluated again
 */
record ActionRecord(String rule, int index, List<Detail> details, String error, Bytes payload) {
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
                + payload.length()
                + error.length()
                + details.stream()
                        .mapToInt(detail -> 100 + detail.value().length())
                        .sum();
    }
}
