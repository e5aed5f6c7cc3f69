package dev.penstock.analytics.log;

import dev.penstock.analytics.type.StreamColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text into fields. Implementations hold no state and may be shared. */
public interface LogParser {

    /** The fields of the record. */
    List<StreamColumn> fields();

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
