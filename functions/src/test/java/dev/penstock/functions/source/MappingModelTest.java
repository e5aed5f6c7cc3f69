package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Random lives of mappings: batches, failures of all kinds, bisects, lanes, windows, reshards, changes. What must hold
 * whatever happens is in {@link MappingModel}; a violation is shown with its seed and all that happened.
 */
class MappingModelTest {
    private static final int LIVES = 100;
    private static final int STEPS = 60;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.penstock.functions.source");

    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.ERROR);
    }

    @AfterAll
    static void speakAgain() {
        LOG.setLevel(null);
    }

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {1, 101, 201, 301})
    void everyRecordIsDealtWithOnceInTheOrderOfItsKey(long first) {
        for (long seed = first; seed < first + LIVES; seed++) {
            MappingModel model = new MappingModel(seed);

            assertThatCode(() -> model.live(STEPS)).doesNotThrowAnyException();
        }
    }
}
