package dev.penstock.analytics.log;

import dev.penstock.analytics.type.StreamColumn;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text into fields. Implementations hold no state and may be shared. */
public interface LogParser {

    /** The fields of the record. */
    List<StreamColumn> fields();

    /** For each field the format of its times, empty for the usual one. */
    default List<String> dateFormats() {
        return Collections.nCopies(fields().size(), "");
    }

    /**
     * Reads a text.
     *
     * @param rowTime milliseconds since 1970, for what a text leaves unsaid of its time
     * @return a value of its type for each field, null for a record that is NULL because the text does not match
     * @throws dev.penstock.analytics.type.RowFailure when a field has no value of its type
     */
    @Nullable
    Object @Nullable [] parse(String text, long rowTime);
}
