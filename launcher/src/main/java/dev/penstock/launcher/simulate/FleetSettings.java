package dev.penstock.launcher.simulate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A fleet of simulated devices.
 *
 * @param deviceIds each device publishes to {@code topicPrefix/deviceId}
 * @param clientIdPrefix put before the device id to make the MQTT client id; may be empty
 * @param rate messages a second of each device; 0 means as fast as they are acknowledged
 * @param maxInFlight messages of one device that may wait for their acknowledgement, 1 or more
 * @param messagesPerDevice how many messages each device sends; 0 means without end
 */
public record FleetSettings(
        BrokerAddress broker,
        List<String> deviceIds,
        String clientIdPrefix,
        String topicPrefix,
        Mode mode,
        double rate,
        int maxInFlight,
        long messagesPerDevice) {

    public FleetSettings {
        deviceIds = List.copyOf(deviceIds);
        if (deviceIds.isEmpty() || deviceIds.stream().anyMatch(id -> id.isBlank() || id.matches(".*[/+#].*"))) {
            throw new IllegalArgumentException("device ids must be one or more names without / + #, were " + deviceIds);
        }
        if (!(rate >= 0) || maxInFlight < 1 || messagesPerDevice < 0) {
            throw new IllegalArgumentException(
                    "rate %s and messages per device %d must be 0 or more, messages in flight %d must be 1 or more"
                            .formatted(rate, messagesPerDevice, maxInFlight));
        }
    }

    /** What a device does. */
    public enum Mode {
        PUBLISH,
        SUBSCRIBE,
        /** Subscribes to its own topic first, then publishes to it, and so hears what comes back. */
        BOTH;

        boolean publishes() {
            return this != SUBSCRIBE;
        }

        boolean subscribes() {
            return this != PUBLISH;
        }
    }

    /**
     * Devices named {@code device-1} to {@code device-<count>} that publish once a second to {@code sensors/<deviceId>}.
     */
    public static FleetSettings of(BrokerAddress broker, int count) {
        return new FleetSettings(broker, numbered("device-", count), "", "sensors", Mode.PUBLISH, 1, 1, 0);
    }

    /** As many names: the prefix with 1, 2, 3 and so on behind it. */
    public static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> prefix + number)
                .toList();
    }

    public FleetSettings withRate(double other) {
        return new FleetSettings(
                broker, deviceIds, clientIdPrefix, topicPrefix, mode, other, maxInFlight, messagesPerDevice);
    }

    public FleetSettings withMode(Mode other) {
        return new FleetSettings(
                broker, deviceIds, clientIdPrefix, topicPrefix, other, rate, maxInFlight, messagesPerDevice);
    }

    public FleetSettings withTopicPrefix(String other) {
        return new FleetSettings(broker, deviceIds, clientIdPrefix, other, mode, rate, maxInFlight, messagesPerDevice);
    }

    public FleetSettings withMaxInFlight(int other) {
        return new FleetSettings(broker, deviceIds, clientIdPrefix, topicPrefix, mode, rate, other, messagesPerDevice);
    }

    public FleetSettings withMessagesPerDevice(long other) {
        return new FleetSettings(broker, deviceIds, clientIdPrefix, topicPrefix, mode, rate, maxInFlight, other);
    }
}
