package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are nearly a packet; those in the tables are in hexadecimal. */
class PacketGrammarTest {
    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    private RawClient connected(boolean isMqtt5) {
        RawClient client = test.raw();
        client.connect(isMqtt5 ? RawClient.connectPacket5("broken", true) : RawClient.connectPacket("broken", true));
        return client;
    }

    private static byte[] bytes(String hex) {
        return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    }

    /** A CONNECT of MQTT 5 or 3.1.1, from its flags on. */
    private static byte[] connect(int level, String hexFromFlags) {
        byte[] rest = bytes(hexFromFlags);
        byte[] packet = new byte[9 + rest.length];
        packet[0] = 0x10;
        packet[1] = (byte) (7 + rest.length);
        System.arraycopy("\0\4MQTT".getBytes(StandardCharsets.UTF_8), 0, packet, 2, 6);
        packet[8] = (byte) level;
        System.arraycopy(rest, 0, packet, 9, rest.length);
        return packet;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBLISH whose topic is cut off, 300400056162, 81",
        "PUBLISH whose topic is missing, 3000, 81",
        "PUBLISH with DUP and QoS 0, 38040001 61 00, 81",
        "PUBLISH with packet id 0, 3206 000161 0000 00, 82",
        "PUBLISH with a topic that is no UTF-8, 3204 0001ff 0001 00, 81",
        "PUBLISH with an expiry twice, 3210 000161 0001 0a 0200000001 0200000001, 82",
        "PUBLISH with a content type that is no UTF-8, 320a 000161 0001 04 030001ff, 81",
        "PUBLISH with U+0000 in a user property, 320d 000161 0001 07 26 000100 000176, 81",
        "PUBLISH with payload format 2, 3208 000161 0001 02 0102, 82",
        "PUBLISH with a session expiry, 320b 000161 0001 05 1100000001, 82",
        "PUBLISH with a wildcard in the response topic, 320b 000161 0001 05 080002612b, 82",
        "PUBLISH with property 127, 3208 000161 0001 02 7f00, 81",
        "PUBLISH with more properties than bytes, 3206 000161 0001 7f, 81",
        "SUBSCRIBE whose filter is cut off, 82070001 00 00056162, 81",
        "SUBSCRIBE without options, 82060001 00 000161, 81",
        "SUBSCRIBE with bit 7 of the options, 82070001 00 00016180, 81",
        "SUBSCRIBE with bit 6 of the options, 82070001 00 00016140, 81",
        "SUBSCRIBE with QoS 3, 82070001 00 00016103, 81",
        "SUBSCRIBE with retain handling 3, 82070001 00 00016130, 82",
        "SUBSCRIBE with a topic alias, 820a0001 03 230001 00016100, 82",
        "SUBSCRIBE without a body, 8200, 81",
        "UNSUBSCRIBE whose filter is cut off, a2070001 00 00056162, 81",
        "UNSUBSCRIBE with a byte too many, a2070001 00 00016100, 81",
        "UNSUBSCRIBE with a filter that is no UTF-8, a2060001 00 0001ff, 81",
        "UNSUBSCRIBE with flags 0, a0060001 00 000161, 81",
        "PUBACK with packet id 0, 40020000, 82",
        "PUBACK of one byte, 400101, 81",
        "PINGREQ with a body, c00100, 81",
        "DISCONNECT with a server reference, e006 00 04 1c000178, 82",
        "DISCONNECT with an expiry twice, e00c 00 0a 1100000000 1100000000, 82",
        "a length that could be shorter, c08000, 81",
        "a length without an end, 3080808080, 81",
        "packet type 0, 0000, 81"
    })
    void packetOfMqtt5EndsTheConnectionAtOnce(String what, String hex, String code) {
        RawClient client = connected(true);

        client.sendBytes(bytes(hex));

        assertThat(client.receiveDisconnect()).as(what).isEqualTo(Integer.parseInt(code, 16));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PUBLISH whose topic is cut off, 300400056162",
        "PUBLISH with DUP and QoS 0, 3803000161",
        "SUBSCRIBE whose filter is cut off, 8206000100056162",
        "SUBSCRIBE with bit 2 of the options, 8206000100016104",
        "UNSUBSCRIBE with a byte too many, a206000100016100",
        "DISCONNECT with a body, e00100",
        "PINGREQ with a body, c00100"
    })
    void packetOfMqtt311EndsTheConnectionAtOnce(String what, String hex) {
        RawClient client = connected(false);

        client.sendBytes(bytes(hex));

        assertThat(client.isClosedByBroker()).as(what).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "reserved flag, 03 003c 00 000161, 81",
        "QoS for a will that is not there, 0a 003c 00 000161, 81",
        "will that is not there, 06 003c 00 000161, 81",
        "user name that is not there, 82 003c 00 000161, 81",
        "client id that is no UTF-8, 02 003c 00 0001ff, 81",
        "session expiry twice, 02 003c 0a 1100000001 1100000001 000161, 82",
        "topic alias, 02 003c 03 230001 000161, 82",
        "request for problem information that is 2, 02 003c 02 1702 000161, 82",
        "authentication data without a method, 02 003c 04 16000161 000161, 82",
        "will with a delay twice, 06 003c 00 000161 0a 1800000001 1800000001 000177 000178, 82",
        "length of properties that could be shorter, 02 003c 8000 000161, 81",
        "nothing behind the flags, 02, 81"
    })
    void connectOfMqtt5IsAnsweredWithTheReason(String what, String hex, String code) {
        RawClient client = test.raw();

        client.sendBytes(connect(5, hex));

        assertThat(client.receiveBytes()).as(what).isEqualTo(bytes("200300" + code + "00"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "password without user name, 42003c0001610000",
        "will of QoS 3, 1e003c000161000177000178",
        "password that is not there, c2003c000161000175",
        "nothing, ''"
    })
    void connectOfMqtt311IsClosedWithoutAnAnswer(String what, String hex) {
        RawClient client = test.raw();

        client.sendBytes(connect(4, hex));

        assertThat(client.receiveBytes()).as(what).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"3000", "c000", "8206000100016100", "f000"})
    void firstPacketThatIsNoConnectEndsTheConnection(String hex) {
        RawClient client = test.raw();

        client.sendBytes(bytes(hex));

        assertThat(client.receiveBytes()).isEmpty();
    }

    @Test
    void packetThatComesByteByByteIsTakenWhenItIsWhole() {
        RawClient client = connected(true);
        byte[] packet = bytes("3206000161000100");

        for (byte one : packet) {
            client.sendBytes(new byte[] {one});
        }

        assertThat(client.receivePubAcks(1)).containsExactly(1);
        assertThat(test.listener.messages).hasSize(1);
    }

    @Test
    void whatCameBeforeABrokenPacketCounts() {
        RawClient client = connected(true);

        client.sendBytes(bytes("3206000161000100 3206000161000200 3000 3206000161000300"));

        assertThat(client.receiveBytes()).isNotEmpty();
        TestBroker.await("the first two").until(() -> test.listener.messages.size() >= 2);
        assertThat(test.listener.messages).hasSize(2);
    }

    @Test
    void lengthOfAnOldModemMayBeLongerThanItMustBe() {
        RawClient client = connected(false);

        client.sendBytes(bytes("32878000 000161 0001 6162"));

        assertThat(client.receivePubAcks(1)).containsExactly(1);
    }
}
