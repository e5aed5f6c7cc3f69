package dev.penstock.broker.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of MQTT 5 a client may put into which packet, how often, and what their values are like. Netty's decoder
 * takes any property anywhere, twice too. Source: MQTT 5, section 2.2.2 and those of the packets.
 */
final class PropertyGrammar {
    static final int CONNECT = 1;
    static final int WILL = 2;
    static final int PUBLISH = 4;
    static final int SUBSCRIBE = 8;
    static final int UNSUBSCRIBE = 16;
    static final int DISCONNECT = 32;
    static final int PUBACK = 64;

    private static final int ANY = 127;
    private static final int AUTHENTICATION_METHOD = 21;
    private static final int AUTHENTICATION_DATA = 22;
    private static final int USER_PROPERTY = 38;
    private static final int[] OF_SERVERS = {18, 19, 26, 28, 36, 37, 40, 41, 42};
    private static final Map<Integer, Kind> KINDS = kinds();

    private record Kind(int packets, Consumer<PacketReader> value) {}

    private PropertyGrammar() {}

    private static Map<Integer, Kind> kinds() {
        Map<Integer, Kind> kinds = new HashMap<>();
        kinds.put(1, new Kind(WILL | PUBLISH, PropertyGrammar::flag)); // payload format indicator
        kinds.put(2, new Kind(WILL | PUBLISH, PacketReader::four)); // message expiry interval
        kinds.put(3, new Kind(WILL | PUBLISH, PacketReader::text)); // content type
        kinds.put(8, new Kind(WILL | PUBLISH, PacketReader::topic)); // response topic
        kinds.put(9, new Kind(WILL | PUBLISH, PacketReader::binary)); // correlation data
        kinds.put(11, new Kind(SUBSCRIBE, PacketReader::variable)); // subscription identifier
        kinds.put(17, new Kind(CONNECT | DISCONNECT, PacketReader::four)); // session expiry interval
        kinds.put(AUTHENTICATION_METHOD, new Kind(CONNECT, PacketReader::text));
        kinds.put(AUTHENTICATION_DATA, new Kind(CONNECT, PacketReader::binary));
        kinds.put(23, new Kind(CONNECT, PropertyGrammar::flag)); // request problem information
        kinds.put(24, new Kind(WILL, PacketReader::four)); // will delay interval
        kinds.put(25, new Kind(CONNECT, PropertyGrammar::flag)); // request response information
        kinds.put(31, new Kind(PUBACK | DISCONNECT, PacketReader::text)); // reason string
        kinds.put(33, new Kind(CONNECT, PacketReader::two)); // receive maximum
        kinds.put(34, new Kind(CONNECT, PacketReader::two)); // topic alias maximum
        kinds.put(35, new Kind(PUBLISH, PacketReader::two)); // topic alias
        kinds.put(USER_PROPERTY, new Kind(ANY, PropertyGrammar::pair));
        kinds.put(39, new Kind(CONNECT, PacketReader::four)); // maximum packet size
        for (int id : OF_SERVERS) {
            kinds.put(id, new Kind(0, reader -> {}));
        }
        return Map.copyOf(kinds);
    }

    /** Reads the length of the properties and all of them. */
    static void read(PacketReader reader, int packet) {
        PacketReader properties = reader.part(reader.variable());
        long seen = 0;
        while (properties.hasMore()) {
            int id = properties.variable();
            Kind kind = kind(id, packet);
            if (id != USER_PROPERTY && (seen & (1L << id)) != 0) {
                throw BrokenPacket.protocolError("it has property %d twice".formatted(id));
            }
            seen |= 1L << id;
            kind.value.accept(properties);
        }
        if ((seen & (1L << AUTHENTICATION_DATA)) != 0 && (seen & (1L << AUTHENTICATION_METHOD)) == 0) {
            throw BrokenPacket.protocolError("it has authentication data without a method");
        }
    }

    private static Kind kind(int id, int packet) {
        @Nullable Kind kind = KINDS.get(id);
        if (kind == null) {
            throw BrokenPacket.malformed("MQTT has no property %d".formatted(id));
        }
        if ((kind.packets & packet) == 0) {
            throw BrokenPacket.protocolError("property %d has no place in it".formatted(id));
        }
        return kind;
    }

    private static void flag(PacketReader reader) {
        if (reader.one() > 1) {
            throw BrokenPacket.protocolError("a property that is 0 or 1 has another value");
        }
    }

    private static void pair(PacketReader reader) {
        reader.text();
        reader.text();
    }
}
