package dev.penstock.functions.local;

import dev.penstock.functions.FunctionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How Lambda writes its own lines. */
interface LogFormat {

    static LogFormat of(FunctionSpec function) {
        return function.options().logging().json()
                ? new JsonLogFormat(function.options().logging().systemLevel())
                : new TextLogFormat();
    }

    /** An environment begins to initialise. */
    List<String> initStarted(Instant now, RuntimeName runtime);

    /** It could not be initialised. */
    List<String> initFailed(Instant now, Duration took, String errorType);

    List<String> started(Instant now, String requestId, String version);

    List<String> ended(Instant now, Report report);

    /**
     * What runs the handler, in the form that Lambda gives it.
     *
     * @param version for example {@code python:3.12.v0}
     */
    record RuntimeName(String version, String arn) {}
}
