package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class PenstockExtensionTest {
    private FakeDistribution distribution;

    @BeforeEach
    void pack(@TempDir Path home) throws IOException {
        distribution = FakeDistribution.in(home);
    }

    @Test
    void onePipelineServesAllTestsOfAClassAndIsClosedAfterThem() throws IOException {
        EngineExecutionResults results = distribution.run(Shared.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(2));
        assertThat(distribution.journal()).containsExactly("open template.yaml", "settle", "settle", "close");
    }

    @Test
    void nestedClassUsesThePipelineAroundItUnlessItHasItsOwn() throws IOException {
        EngineExecutionResults results = distribution.run(Outer.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(3));
        assertThat(distribution.journal())
                .startsWith("open template.yaml")
                .endsWith("close")
                .filteredOn(line -> !line.equals("settle"))
                .containsExactly("open template.yaml", "open template.yaml", "close", "close");
    }

    @Test
    void constructorOfASharedInstanceGetsThePipeline() {
        EngineExecutionResults results = distribution.run(SharedInstance.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @Test
    void subclassInheritsTheAnnotation() {
        EngineExecutionResults results = distribution.run(Heir.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(2));
    }

    @Test
    void parametersReachEveryHop() {
        EngineExecutionResults results = distribution.run(Handles.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(9));
    }

    @Test
    void attributesReachTheEngine() {
        EngineExecutionResults results = distribution.run(Configured.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @Test
    void engineSeesNothingOfTheUsersClassPath() {
        EngineExecutionResults results = distribution.run(Isolated.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @Penstock("testkit/template.yaml")
    static class Shared {
        @Test
        void first(Pipeline pipeline) {
            pipeline.settle();
        }

        @Test
        void second(Pipeline pipeline) {
            pipeline.settle();
        }
    }

    @Penstock("testkit/template.yaml")
    static class Outer {
        @Test
        void publishes(Pipeline pipeline) {
            pipeline.publish("outer", "1");
        }

        @Nested
        class SamePipeline {
            @Test
            void seesWhatTheOuterTestPublished(Pipeline pipeline) {
                assertThat(pipeline.records("outer")).containsExactly("1");
            }
        }

        @Nested
        @Penstock("testkit/template.yaml")
        class OwnPipeline {
            @Test
            void seesNothing(Pipeline pipeline) {
                assertThat(pipeline.records("outer")).isEmpty();
            }
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @Penstock("testkit/template.yaml")
    static class SharedInstance {
        private final Pipeline pipeline;

        SharedInstance(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        @Test
        void isTheOneOfTheMethods(Pipeline again) {
            pipeline.publish("t", "x");

            assertThat(again.records("t")).containsExactly("x");
        }
    }

    static class Heir extends Shared {}

    @Penstock("testkit/template.yaml")
    static class Handles {
        @Test
        void pipelineTellsWhereItIs(Pipeline pipeline) {
            assertThat(pipeline.endpoint()).isEqualTo(URI.create("http://127.0.0.1:4566"));
            assertThat(pipeline.mqttPort()).isEqualTo(1883);
        }

        @Test
        void devicesAreNumbered(Device first, Pipeline pipeline, Device second) {
            first.publish("a");
            second.publish(new byte[] {'b'});

            assertThat(pipeline.records("sensors/device-1")).containsExactly("a");
            assertThat(pipeline.records("sensors/device-2")).containsExactly("b");
        }

        @Test
        void deviceHasItsIdAsLastLevel(Pipeline pipeline) {
            Device device = pipeline.device("7");

            assertThat(device.topic()).isEqualTo("sensors/7");
            assertThat(device.id()).isEqualTo("7");
        }

        @Test
        void rowsComeWithTheirTime(Pipeline pipeline) {
            Row row = pipeline.rows("REPORT").get(0);

            assertThat(row).isEqualTo(new Row(Instant.EPOCH, Map.of("name", "REPORT")));
            assertThat(row.column("name")).isEqualTo("REPORT");
        }

        @Test
        void whatWasSentElsewhereIsReadAndForgotten(Pipeline pipeline) {
            pipeline.publish("sent", "x");

            Sent sent = pipeline.sinks("s3", "bucket").stream()
                    .filter(one -> one.fields().containsValue("sent"))
                    .findFirst()
                    .orElseThrow();
            pipeline.clearSinks();
            pipeline.failNext("s3", 2, "SlowDown", "later");

            assertThat(sent.text()).isEqualTo("x");
            assertThat(sent.rule()).isEqualTo("s3");
            assertThat(sent.messageId()).isEqualTo("bucket");
            assertThat(sent).hasToString("{topic=sent} x");
            assertThat(pipeline.sinks("s3", "bucket")).isEmpty();
        }

        @Test
        void functionsAnswerAndMappingsCount(Pipeline pipeline) {
            Answer answer = pipeline.invoke("echo", "{}");
            Answer failure = pipeline.invoke("failing", "1");
            Mapping mapping = pipeline.mapping("echo");

            assertThat(answer.error()).isEmpty();
            assertThat(answer).hasToString("{}");
            assertThat(failure.error()).hasValue("Unhandled");
            assertThat(mapping.source()).isEqualTo("arn of echo");
            assertThat(mapping.delivered()).isEqualTo(7);
            assertThat(mapping.timeline()).containsExactly("DELIVERED: 7 records");
            assertThatThrownBy(mapping::filtered).hasMessageContaining("recordsFiltered");
            assertThatThrownBy(() -> pipeline.mapping("busy")).hasMessageContaining("has 2 event source mappings");
            assertThat(pipeline.output("Stream")).isEqualTo("arn of a stream");
            assertThatThrownBy(() -> pipeline.output("Table")).hasMessageContaining("it has: [Stream]");
        }

        @Test
        void faultsGoToTheEngineAsTheirFields(Pipeline pipeline) {
            StreamFaults faults = pipeline.streamFaults();
            String entry = faults.failEntry("orders", 3);
            String shard = faults.throttleShard("orders", "shardId-000000000000", 2);
            faults.failCall("ListShards", 1, "LimitExceededException");
            faults.delay("PutRecord", Duration.ofSeconds(2));
            String iterator = faults.expireIterator("orders");

            assertThat(faults.fired(shard)).isEqualTo(2);
            assertThat(faults.all())
                    .extracting(fault -> fault.get("fault"))
                    .containsExactly("failEntry", "throttleShard", "failCall", "delay", "expireIterator");
            assertThat(faults.all().get(0)).containsEntry("stream", "orders").containsEntry("nth", 3L);
            assertThat(faults.all().get(3)).containsEntry("delay", "2000ms");
            assertThat(faults.remove(iterator)).isTrue();
            faults.clear();
            assertThatThrownBy(() -> faults.fired(entry)).hasMessage("there is no fault '1'; there are []");
        }

        @Test
        void newestMessageIsExplained(Pipeline pipeline) {
            pipeline.publish("t", "x");

            assertThat(pipeline.explainLast()).matches("explained [1-9]");
            assertThat(pipeline.explain("17")).isEqualTo("explained 17");
        }

        @Test
        void sdkClientsAreMadeOnceForTheClass(KinesisClient kinesis, DynamoDbClient dynamoDb, KinesisClient same) {
            assertThat(kinesis).isSameAs(same);
            assertThat(dynamoDb.serviceClientConfiguration().endpointOverride())
                    .contains(URI.create("http://127.0.0.1:4566"));
        }
    }

    @Penstock(
            value = "testkit/template.yaml",
            virtualTime = true,
            startInstant = "2017-10-01T03:24:37Z",
            config = "testkit/penstock.yaml",
            parameters = {"Threshold=30", "Empty=", "Text=a=b"})
    static class Configured {
        @Test
        void engineWasToldAll(Pipeline pipeline) {
            pipeline.advance(Duration.ofSeconds(2));

            assertThat(pipeline.rows("any").get(0).rowTime()).isEqualTo(Instant.ofEpochSecond(2));
            assertThat(pipeline.items("options").get(0))
                    .containsEntry("virtualTime", true)
                    .containsEntry("startInstant", "2017-10-01T03:24:37Z")
                    .containsEntry("parameters", Map.of("Threshold", "30", "Empty", "", "Text", "a=b"))
                    .hasEntrySatisfying(
                            "config",
                            path -> assertThat(Path.of((String) path))
                                    .isAbsolute()
                                    .exists())
                    .hasEntrySatisfying(
                            "template",
                            path -> assertThat(Path.of((String) path))
                                    .isAbsolute()
                                    .exists());
        }
    }

    @Penstock("testkit/template.yaml")
    static class Isolated {
        @Test
        void itsLoaderStandsOnThePlatform(Pipeline pipeline) {
            ClassLoader users = Thread.currentThread().getContextClassLoader();

            List<String> loaders = pipeline.logs("any");

            assertThat(loaders).containsExactly("penstock", "penstock", "platform");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(users);
        }
    }
}
