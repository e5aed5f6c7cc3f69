package dev.penstock.broker.dataplane;

import dev.penstock.broker.jobs.JobApis;
import dev.penstock.broker.jobs.Jobs;
import dev.penstock.broker.policy.RequestGuard;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestJsonService;

/**
 * The data plane as devices see it, which prove who they are by a client certificate and are held to their policies.
 * Source: AWS IoT Core developer guide, HTTPS; Device Shadow REST API; authorizing devices to use AWS IoT Jobs.
 */
public final class DeviceData {
    private static final int FORBIDDEN = 403;

    private DeviceData() {}

    /** The operations of one caller. */
    public static RestJsonService service(DataGateway gateway, Shadows shadows, Jobs jobs, RequestGuard guard) {
        RestJsonService service = IotData.service("iotdata", gateway, shadows, guard);
        JobApis.addDeviceSide(service, jobs, guard);
        return service;
    }

    /** To a caller that proved nothing. */
    public static AwsException unauthenticated() {
        return forbidden("Missing Authentication Token");
    }

    /** To a caller that may not do it; AWS does not say more. */
    public static AwsException forbidden() {
        return forbidden("Forbidden");
    }

    private static AwsException forbidden(String message) {
        return new AwsException("ForbiddenException", FORBIDDEN, message);
    }
}
