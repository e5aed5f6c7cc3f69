package dev.penstock.testkit;

import java.nio.charset.StandardCharsets;

/** A device: a real MQTT client of the pipeline's broker that publishes to {@code sensors/<id>} with QoS 1. */
public final class Device {
    static final int AT_LEAST_ONCE = 1;
    private static final String TOPIC_PREFIX = "sensors/";

    private final EngineBridge engine;
    private final String id;

    Device(EngineBridge engine, String id) {
        this.engine = engine;
        this.id = id;
    }

    /** The last level of its topic and its MQTT client id. */
    public String id() {
        return id;
    }

    /** The topic it publishes to. */
    public String topic() {
        return TOPIC_PREFIX + id;
    }

    /** Publishes a status, JSON by custom, and returns when the broker has acknowledged it. */
    public void publish(String status) {
        publish(status.getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes any bytes and returns when the broker has acknowledged them. */
    public void publish(byte[] payload) {
        engine.publish(topic(), payload, AT_LEAST_ONCE, id);
    }

    @Override
    public String toString() {
        return "device " + id;
    }
}
