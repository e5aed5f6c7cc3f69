package dev.penstock.bench.mqtt;

/** What devices tell; always on the one loop of all of them. */
interface DeviceEvents {

    default void connected(Device device, boolean sessionPresent) {}

    default void subscribed(Device device) {}

    default void acknowledged(Device device) {}

    /** @param number that the message carries */
    default void received(Device device, long number) {}

    /** Not when the device was told to go. */
    default void lost(Device device, String why) {
        throw new IllegalStateException("connection of %s lost: %s".formatted(device.clientId(), why));
    }
}
