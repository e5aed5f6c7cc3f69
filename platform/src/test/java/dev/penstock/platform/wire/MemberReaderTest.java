package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberReaderTest {
    @Test
    void readsTextsBlobsAndListsInTheOrderOfTheirComing() {
        String body = "{'B':'AQID','L':[{'T':'x'},{'T':null}],'T':'a\\u00e9','N':null}";

        List<String> read = Objects.requireNonNull(read(body));

        assertThat(read).containsExactly("B=3 bytes", "L.T=x", "L.T=null", "T=a\u00e9", "N=null");
    }

    @Test
    void readsWhatCborHasForBlobs() {
        byte[] body = {(byte) 0xA1, 0x61, 'B', 0x42, 7, 8};

        Bytes blob = Encoding.of(Encoding.CBOR_TYPE).streamed(Bytes.wrap(body), in -> {
            in.next();
            Bytes value = Objects.requireNonNull(in.blob());
            in.next();
            return value;
        });

        assertThat(blob).isEqualTo(Bytes.wrap(new byte[] {7, 8}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{'T':'x'",
                "{'T':'x'}x",
                "{'T':'x'} {}",
                "{'T':1}",
                "{'T':['x']}",
                "{'T':{}}",
                "{'B':1}",
                "{'B':'AQI'}",
                "{'B':'AQI*'}",
                "{'B':'AQ I'}",
                "{'B':'A==='}",
                "{'B':'===='}",
                "{'B':'AQ=='}  ]",
                "{'B':'AR=='}",
                "{'B':'AQJ='}",
                "{'B':'AQ=I'}",
                "{'B':'=QID'}",
                "{'B':'\u0141QID'}",
                "{'B':true}",
                "{'L':'x'}",
                "{'L':{}}",
                "{'L':[null]}",
                "{'L':['x']}",
                "{'L':[[]]}",
                "{'X':1}"
            })
    void leavesToTheTreeWhatIsUnusual(String body) {
        assertThat(read(body)).isNull();
    }

    @Test
    void blobsAreThoseOfTheTree() {
        Random random = new Random(4);
        for (int length = 0; length < 100; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            char[] text = ("12" + Base64.getEncoder().encodeToString(data)).toCharArray();

            byte[] decoded = Base64Text.decode(text, 2, text.length - 2);

            assertThat(decoded).isEqualTo(data);
        }
    }

    /** Null when the tree has to be asked. */
    private static @Nullable List<String> read(String body) {
        return Encoding.of(Encoding.JSON_TYPE).streamed(Bytes.utf8(body.replace('\'', '"')), in -> {
            List<String> read = new ArrayList<>();
            for (String member = in.next(); member != null; member = in.next()) {
                switch (member) {
                    case "T", "N" -> read.add(member + "=" + in.text());
                    case "B" -> read.add("B=" + in.blob());
                    case "L" -> readList(in, read);
                    default -> throw MemberReader.unusual();
                }
            }
            return read;
        });
    }

    private static void readList(MemberReader in, List<String> read) throws IOException {
        if (in.list()) {
            while (in.nextStructure()) {
                in.next();
                read.add("L.T=" + in.text());
                in.next();
            }
        }
    }
}
