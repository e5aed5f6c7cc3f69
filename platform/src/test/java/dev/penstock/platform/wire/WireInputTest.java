package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireInputTest {
    private static final String NUMBER = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    private static final Map<String, Function<WireInput, Object>> READERS = Map.of(
            "string", in -> in.text("M"),
            "int", in -> in.integer("M"),
            "long", in -> in.number("M"),
            "boolean", in -> in.bool("M"),
            "timestamp", in -> in.timestamp("M"),
            "blob", in -> in.blob("M"),
            "list", in -> in.structures("M"),
            "texts", in -> in.texts("M"),
            "map", in -> in.textMap("M"),
            "structure", in -> in.structure("M"));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "string|true|class java.lang.Boolean can not be converted to an String",
                "string|23|NUMBER can not be converted to an String",
                "string|34.56|NUMBER can not be converted to an String",
                "string|[]|Start of list found where not expected",
                "string|{}|Start of structure or map found where not expected.",
                "int|'23'|class java.lang.String can not be converted to an Integer",
                "int|true|class java.lang.Boolean can not be converted to an Integer",
                "int|[]|Start of list found where not expected",
                "int|{}|Start of structure or map found where not expected.",
                "long|'23'|class java.lang.String can not be converted to an Long",
                "long|{}|Start of structure or map found where not expected.",
                "boolean|'hello'|'HELLO' can not be converted to an Boolean",
                "boolean|'23'|'23' can not be converted to an Boolean",
                "boolean|23|NUMBER can not be converted to an Boolean",
                "boolean|[]|Start of list found where not expected",
                "timestamp|'now'|class java.lang.String can not be converted to milliseconds since epoch",
                "timestamp|true|class java.lang.Boolean can not be converted to milliseconds since epoch",
                "timestamp|[]|Start of list found where not expected",
                "timestamp|{}|Start of structure or map found where not expected.",
                "timestamp|1e30|'M' is out of the range of timestamps",
                "blob|true|class java.lang.Boolean can not be converted to a Blob",
                "blob|23|NUMBER can not be converted to a Blob",
                "blob|[]|Start of list found where not expected",
                "blob|{}|Start of structure or map found where not expected.",
                "blob|'23456'|'23456' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 5",
                "blob|'=+/='|'=+/=' can not be converted to a Blob: Invalid Base64 character: '='",
                "blob|'AB-_'|'AB-_' can not be converted to a Blob: Invalid Base64 character: '-'",
                "blob|'AAA*'|'AAA*' can not be converted to a Blob: Invalid Base64 character: '*'",
                "blob|'+/+='|'+/+=' can not be converted to a Blob: Invalid last non-pad Base64 character dectected",
                "blob|'A==='|'A===' can not be converted to a Blob: Invalid last non-pad Base64 character dectected",
                "list|'23'|Expected list or null",
                "list|true|Expected list or null",
                "list|34.56|Expected list or null",
                "list|{}|Start of structure or map found where not expected.",
                "list|[23]|Expected null",
                "list|[[]]|Start of list found where not expected",
                "texts|{}|Start of structure or map found where not expected.",
                "texts|[23]|NUMBER can not be converted to an String",
                "map|'23'|Expected map or null",
                "map|23|Expected map or null",
                "map|[]|Start of list found where not expected",
                "map|{'k':{}}|Start of structure or map found where not expected.",
                "structure|'23'|Expected null",
                "structure|[]|Start of list found where not expected"
            })
    void memberOfTheWrongTypeIsRefusedAsAwsDoes(String type, String value, String message) {
        WireInput input = json("{'M':" + value + "}");

        AwsException refusal = refusal(() -> reader(type).apply(input));

        assertThat(refusal.code()).isEqualTo("SerializationException");
        assertThat(refusal.getMessage()).isEqualTo(message.replace("NUMBER", NUMBER));
    }

    @Test
    void longTextThatIsNoBlobIsNotSentBackWhole() {
        WireInput input = json("{'M':'" + "*".repeat(100_000) + "'}");

        assertThat(refusal(() -> input.blob("M"))).hasMessageMatching("'\\*{1024}\\.\\.\\.' can not .*: '\\*'");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"true,true", "'YES',true", "'1',true", "'false',false", "'no',false", "'0',false"})
    void textsThatMeanABooleanAreOne(String value, boolean expected) {
        assertThat(json("{'M':" + value + "}").bool("M")).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "100000000000,2147483647,100000000000",
        "-100000000000,-2147483648,-100000000000",
        "1e400,2147483647,9223372036854775807",
        "-1e400,-2147483648,-9223372036854775808",
        "1e-999999999,0,0",
        "12.9,12,12",
        "-12.9,-12,-12"
    })
    void numberIsTruncatedToItsType(String value, int asInt, long asLong) {
        WireInput input = json("{'M':" + value + "}");

        assertThat(input.integer("M")).contains(asInt);
        assertThat(input.number("M")).contains(asLong);
    }

    @Test
    void nullIsAbsentWhateverTheType() {
        READERS.forEach((type, reader) -> {
            assertThat(reader.apply(json("{'M':null}"))).as("%s in JSON", type).isEqualTo(Optional.empty());
            assertThat(reader.apply(cbor("bf614df6ff"))).as("%s in CBOR", type).isEqualTo(Optional.empty());
            assertThat(reader.apply(json("{}"))).as("%s left out", type).isEqualTo(Optional.empty());
        });
    }

    @Test
    void nullInAListOfStructuresHasNoMembers() {
        List<WireInput> items = json("{'M':[null]}").structures("M").orElseThrow();

        assertThat(items).hasSize(1);
        assertThat(items.get(0).text("PartitionKey")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "tag 1 and integer, c11b0000018bcfe568fb",
        "no tag, 1b0000018bcfe568fb",
        "tag 1 and double, c1fb4278bcfe568fb000"
    })
    void cborTimestampIsInMilliseconds(String form, String hex) {
        assertThat(cbor("a1614d" + hex).timestamp("M")).as(form).contains(Instant.ofEpochMilli(1_700_000_000_251L));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "definite byte string, a1614d4200ff",
        "byte string in chunks, a1614d5f410041ffff",
        "map without a length, bf614d4200ffff",
        "unknown members before it, bf6178bf6179820102ff6177fb7ff0000000000000614d4200ffff"
    })
    void cborBlobIsAByteString(String form, String hex) {
        assertThat(cbor(hex).blob("M")).as(form).contains(Bytes.wrap(new byte[] {0, (byte) 0xFF}));
    }

    @Test
    void cborByteStringIsNoText() {
        assertThat(refusal(() -> cbor("a1614d4200ff").text("M")))
                .hasMessage("class java.nio.HeapByteBuffer can not be converted to an String");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"not a number, fb7ff8000000000000", "infinity, fb7ff0000000000000"})
    void cborValueThatIsNoNumberIsRefused(String what, String hex) {
        WireInput input = cbor("a1614d" + hex);

        for (String type : List.of("int", "long", "timestamp")) {
            assertThat(refusal(() -> reader(type).apply(input)).code())
                    .as("%s as %s", what, type)
                    .isEqualTo("SerializationException");
        }
    }

    private static AwsException refusal(Supplier<?> call) {
        AwsException refusal = catchThrowableOfType(AwsException.class, call::get);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private static Function<WireInput, Object> reader(String type) {
        return Optional.ofNullable(READERS.get(type)).orElseThrow();
    }

    private static WireInput json(String text) {
        return Encoding.of("application/x-amz-json-1.1").read(Bytes.utf8(text.replace('\'', '"')));
    }

    private static WireInput cbor(String hex) {
        return Encoding.of("application/x-amz-cbor-1.1")
                .read(Bytes.wrap(HexFormat.of().parseHex(hex)));
    }
}
