package dev.penstock.broker.gateway;

/**
 * What the packets that a client may send must look like, byte by byte. Netty's decoder leaves out much of this: it waits for
 * more bytes when a packet is shorter than what it holds, and does not look at reserved bits and properties. Source: chapters
 * 2 and 3 of MQTT 3.1.1 and MQTT 5.
 */
final class PacketGrammar {
    private static final int WILL = 0x04;
    private static final int WILL_QOS = 0x18;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;
    private static final int DUP = 0x08;
    private static final int QOS = 0x06;
    private static final int OPTIONS_OF_3 = 0x03;
    private static final int OPTIONS_OF_5 = 0x3F;
    private static final int RETAIN_HANDLING = 0x30;

    private PacketGrammar() {}

    /** From the flags on; what stands before them decides how the rest is read. */
    static void connect(PacketReader reader) {
        int flags = reader.one();
        checkConnectFlags(flags, reader.isMqtt5());
        reader.two();
        if (reader.isMqtt5()) {
            PropertyGrammar.read(reader, PropertyGrammar.CONNECT);
        }
        reader.utf8();
        if ((flags & WILL) != 0) {
            if (reader.isMqtt5()) {
                PropertyGrammar.read(reader, PropertyGrammar.WILL);
            }
            reader.text();
            reader.binary();
        }
        if ((flags & USER_NAME) != 0) {
            reader.text();
        }
        if ((flags & PASSWORD) != 0) {
            reader.binary();
        }
        reader.end();
    }

    private static void checkConnectFlags(int flags, boolean isMqtt5) {
        if ((flags & 1) != 0) {
            throw BrokenPacket.malformed("the reserved flag of CONNECT is set");
        }
        if ((flags & WILL) == 0 && (flags & (WILL_QOS | WILL_RETAIN)) != 0) {
            throw BrokenPacket.malformed("it has a QoS or RETAIN for a will and no will");
        }
        if ((flags & WILL_QOS) == WILL_QOS) {
            throw BrokenPacket.malformed("its will has QoS 3");
        }
        if (!isMqtt5 && (flags & (USER_NAME | PASSWORD)) == PASSWORD) {
            throw BrokenPacket.malformed("it has a password and no user name");
        }
    }

    static void publish(int header, PacketReader reader) {
        int qos = (header & QOS) >> 1;
        if (qos == 3) {
            throw BrokenPacket.malformed("it has QoS 3");
        }
        if (qos == 0 && (header & DUP) != 0) {
            throw BrokenPacket.malformed("it has QoS 0 and DUP");
        }
        reader.text();
        if (qos > 0) {
            reader.packetId();
        }
        if (reader.isMqtt5()) {
            PropertyGrammar.read(reader, PropertyGrammar.PUBLISH);
        }
    }

    /** PUBREL too. */
    static void pubAck(PacketReader reader) {
        reader.packetId();
        reasonAndProperties(reader, PropertyGrammar.PUBACK);
    }

    static void disconnect(PacketReader reader) {
        reasonAndProperties(reader, PropertyGrammar.DISCONNECT);
    }

    /** Both may be left out in MQTT 5, the properties alone too; MQTT 3.1.1 has neither. */
    private static void reasonAndProperties(PacketReader reader, int packet) {
        if (reader.isMqtt5() && reader.hasMore()) {
            reader.one();
            if (reader.hasMore()) {
                PropertyGrammar.read(reader, packet);
            }
        }
        reader.end();
    }

    static void subscribe(PacketReader reader) {
        reader.packetId();
        if (reader.isMqtt5()) {
            PropertyGrammar.read(reader, PropertyGrammar.SUBSCRIBE);
        }
        if (!reader.hasMore()) {
            throw BrokenPacket.protocolError("it subscribes to nothing");
        }
        while (reader.hasMore()) {
            reader.text();
            checkOptions(reader.one(), reader.isMqtt5());
        }
    }

    private static void checkOptions(int options, boolean isMqtt5) {
        if ((options & ~(isMqtt5 ? OPTIONS_OF_5 : OPTIONS_OF_3)) != 0) {
            throw BrokenPacket.malformed("reserved bits of a subscription are set");
        }
        if ((options & OPTIONS_OF_3) == OPTIONS_OF_3) {
            throw BrokenPacket.malformed("it subscribes with QoS 3");
        }
        if ((options & RETAIN_HANDLING) == RETAIN_HANDLING) {
            throw BrokenPacket.protocolError("it subscribes with retain handling 3");
        }
    }

    static void unsubscribe(PacketReader reader) {
        reader.packetId();
        if (reader.isMqtt5()) {
            PropertyGrammar.read(reader, PropertyGrammar.UNSUBSCRIBE);
        }
        if (!reader.hasMore()) {
            throw BrokenPacket.protocolError("it unsubscribed from nothing");
        }
        while (reader.hasMore()) {
            reader.text();
        }
    }
}
