package dev.penstock.broker;

/**
 * What a client of MQTT 3.1.1 sees of a denial by its policies, where what is said about AWS IoT Core differs; one of MQTT 5
 * is always told. A publish that is denied ends the connection whatever is chosen here.
 *
 * @param subscribe of a filter that it may not subscribe to
 * @param connect of a CONNECT that it may not make
 */
public record DenialsV3(OfSubscribe subscribe, OfConnect connect) {
    /** What holds without a setting. */
    public static final DenialsV3 DEFAULT = new DenialsV3(OfSubscribe.SUBACK80, OfConnect.CLOSE);

    /** The setting {@code broker.denySubscribeV3}. */
    public enum OfSubscribe {
        /** SUBACK 0x80 for the filter; the others of the packet are granted. */
        SUBACK80,
        /** The connection ends. */
        CLOSE
    }

    /** The setting {@code broker.denyConnectV3}. */
    public enum OfConnect {
        /** The connection ends without a CONNACK. */
        CLOSE,
        /** CONNACK 5, not authorized, and then the end of the connection. */
        CONNACK5
    }
}
