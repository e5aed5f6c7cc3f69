package dev.penstock.broker.shadow;

/** Source: AWS General Reference, AWS IoT Device Shadow quotas; depth as the service's own error text says. */
final class ShadowLimits {
    static final int MAX_STATE_BYTES = 8 * 1024;
    static final int MAX_DEPTH = 6;
    static final int MAX_TOKEN_BYTES = 64;

    private ShadowLimits() {}
}
