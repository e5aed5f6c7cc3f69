package dev.penstock.analytics.run;

import dev.penstock.analytics.operator.PipelineClosed;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries something outside of the application until it succeeds, as the service does. Meanwhile the application's thread
 * waits here and reads nothing.
 */
final class Retries {
    private static final Logger log = LoggerFactory.getLogger(Retries.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final Parking parking;

    Retries(Parking parking) {
        this.parking = parking;
    }

    /**
     * The result of the first attempt that succeeds.
     *
     * @param what is waiting, for the log
     * @throws PipelineClosed when the application is stopped meanwhile
     */
    <T> T call(String what, Supplier<CompletionStage<T>> attempt) {
        Duration delay = FIRST_DELAY;
        while (true) {
            try {
                return parking.await(attempt.get(), what);
            } catch (PipelineClosed closed) {
                throw closed;
            } catch (CompletionException failure) {
                sleep(what, failure.getCause() == null ? failure : failure.getCause(), delay);
            } catch (RuntimeException failure) {
                sleep(what, failure, delay);
            }
            Duration doubled = delay.multipliedBy(2);
            delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        }
    }

    private void sleep(String what, Throwable failure, Duration delay) {
        log.warn("{} waits: {}; trying again in {}", what, failure.getMessage(), delay);
        parking.sleep(delay, "%s: %s; it is tried again".formatted(what, failure.getMessage()));
    }
}
