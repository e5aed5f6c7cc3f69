package dev.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFaultsTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "fault=failEntry stream=orders shard=shardId-000000000001 nth=3 inJvm=true",
                "fault=failEntry probability=0.25 seed=42 times=7 error=InternalFailure message=no",
                "fault=failCall operation=GetRecords every=10 error=LimitExceededException",
                "fault=throttleShard duration=10s",
                "fault=delay operation=PutRecords delay=250ms",
                "fault=expireIterator times=1",
            })
    void faultIsWrittenAsItIsRead(String text) {
        Map<String, Object> fields = fields(text);

        StreamFaults.Fault fault = StreamFaults.Fault.of(fields);

        assertThat(fault.fields()).hasSameSizeAs(fields);
        fault.fields().forEach((name, value) -> assertThat(fields).containsEntry(name, value.toString()));
    }

    @Test
    void iteratorExpiresOnceWhenNothingSaysHowOften() {
        StreamFaults.Fault fault = StreamFaults.Fault.of(Map.of("fault", "expireIterator"));

        assertThat(fault.schedule().times()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "stream=orders                   | 'fault' must be one of [failEntry, failCall,",
                "fault=failEntry n=3             | a fault has no field 'n'; known are [fault, operation,",
                "fault=failEntry nth=0           | 'nth' of a fault must be a whole number from 1, was 0",
                "fault=failEntry nth=x           | 'nth' of a fault must be a whole number from 1, was x",
                "fault=failEntry                 | fault 'failEntry' needs to know when: nth,",
                "fault=failEntry nth=1 every=2   | fault 'failEntry' takes one of nth, every and probability",
                "fault=failEntry probability=1.1 | 'probability' of a fault must be above 0 and at most 1, was 1.1",
                "fault=failEntry every=1 operation=PutRecord | fault 'failEntry' is not about one operation",
                "fault=throttleShard times=1 error=x | fault 'throttleShard' has no error and message of its own",
                "fault=throttleShard duration=1  | 'duration' of a fault: '1' is not a duration",
                "fault=delay                     | fault 'delay' needs a delay",
                "fault=delay delay=1s operation=SubscribeToShard | fault 'delay' cannot hold back SubscribeToShard",
                "fault=delay delay=11m           | fault 'delay' can delay by at most 10m",
                "fault=failCall every=1 delay=1s | fault 'failCall' has no delay",
                "fault=failCall every=1 inJvm=true | fault 'failCall' cannot hit calls in the JVM",
                "fault=failEntry every=1 inJvm=1 | 'inJvm' of a fault is true or false, was 1",
            })
    void wrongFaultIsRefused(String text, String message) {
        assertThatThrownBy(() -> StreamFaults.Fault.of(fields(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static Map<String, Object> fields(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : text.split(" ")) {
            fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        return fields;
    }
}
