package dev.penstock.broker.gateway;

/**
 * What a client waits for after a PUBLISH.
 *
 * @param packetId that it goes by; nobody waits for 0 or less
 */
record Receipt(int qos, int packetId) {
    static final Receipt NONE = new Receipt(0, 0);

    boolean isAwaited() {
        return qos > 0 && packetId > 0;
    }

    boolean isPubRec() {
        return qos > 1 && packetId > 0;
    }
}
