package dev.penstock.analytics;

import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A test case for one application: records at their times, and the rows it is expected to make. See {@link SqlCases}. */
public interface SqlCase {

    /** As its file names it; {@code file:line} when it does not. Need not be unique. */
    String id();

    /** What counts are kept by, for example the kind of window; the name of the file when it says nothing. */
    String area();

    /** The file it was read from, as the reader was told. */
    String file();

    /** Where it stands there, from 1. */
    int line();

    /** Runs it under a clock of its own. May be repeated and always gives the same. */
    Result run();

    /** What it feeds to which application; empty when it cannot be run or asks for a refusal. */
    Optional<Recording> recording();

    /** An application and its input: all that is needed to run it, here or elsewhere. */
    interface Recording {

        ApplicationSpec application();

        /** The records in order of time. */
        List<Arrival> arrivals();

        /**
         * Runs it under a clock of its own, which goes on after the last record until every window is over.
         *
         * @return rows by in-application stream, each with its columns; values as text, number, boolean or null
         */
        Map<String, List<Map<String, @Nullable Object>>> rows();

        /** A record and when it arrives. */
        record Arrival(Instant at, Bytes record) {}
    }

    /**
     * What became of a case.
     *
     * @param expected what it asks for and did not get; of a case that passed a summary
     * @param got what came instead; for a case that cannot be run, what is wrong with it
     * @param explanation the plan of the pumps and the error rows; empty when the case passed or has no plan
     */
    record Result(boolean passed, String expected, String got, String explanation) {}
}
