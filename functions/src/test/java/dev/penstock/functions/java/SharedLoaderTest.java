package dev.penstock.functions.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.FunctionsFixture;
import dev.penstock.platform.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler that is a class of the test. */
class SharedLoaderTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @TempDir
    private Path empty;

    /** Tells the test what it got. */
    public static class Recorder implements RequestHandler<KinesisEvent, Integer> {
        @Override
        public Integer handleRequest(KinesisEvent event, Context context) {
            SEEN.add(event.getRecords().get(0).getKinesis().getPartitionKey());
            context.getLogger().log("seen by " + context.getFunctionName());
            return SEEN.size();
        }
    }

    @Test
    void testAndHandlerShareStaticState() {
        SEEN.clear();
        try (SystemTime time = new SystemTime();
                FunctionsFixture fixture = new FunctionsFixture(time, 1)) {
            fixture.create(new FunctionSpec(
                    "f",
                    "java17",
                    Recorder.class.getName(),
                    empty,
                    Duration.ofSeconds(30),
                    256,
                    Map.of(),
                    FunctionOptions.DEFAULT.withSharedLoader()));

            String result = fixture.call("{\"Records\":[{\"kinesis\":{\"partitionKey\":\"dev-7\"}}]}");

            assertThat(result).isEqualTo("1");
            assertThat(SEEN).containsExactly("dev-7");
            assertThat(fixture.logs()).contains("seen by f");
        }
    }
}
