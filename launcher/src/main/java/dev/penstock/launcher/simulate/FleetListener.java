package dev.penstock.launcher.simulate;

import dev.penstock.platform.data.Bytes;
import java.time.Duration;

/** Sees what devices do. Called on network threads: must be quick and must not block. */
public interface FleetListener {
    /** Looks away. */
    FleetListener NONE = new FleetListener() {};

    default void connected(String deviceId) {}

    /** The connection was lost or not made; the device tries again after {@code retryIn}. */
    default void disconnected(String deviceId, Throwable cause, Duration retryIn) {}

    default void published(String deviceId, String topic, Bytes payload) {}

    default void acknowledged(String deviceId, String topic, Bytes payload) {}

    default void received(String deviceId, String topic, Bytes payload) {}
}
