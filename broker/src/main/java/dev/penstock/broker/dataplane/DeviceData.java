package dev.penstock.broker.dataplane;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestAction;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestJsonService;

/**
 * The data plane as devices see it, which prove who they are by a client certificate and are held to their policies.
 * Source: AWS IoT Core developer guide, HTTPS; Device Shadow REST API.
 */
public final class DeviceData {
    private static final int FORBIDDEN = 403;

    private DeviceData() {}

    /** The operations of one caller. */
    public static RestJsonService service(DataGateway gateway, Shadows shadows, RequestGuard guard) {
        PublishOperation publish = new PublishOperation(gateway);
        RetainedOperations retained = new RetainedOperations(gateway);
        ShadowOperations shadow = new ShadowOperations(shadows);
        return new RestJsonService("iotdata", DataErrors.TRACED)
                .operation("POST", "/topics/{topic+}", "Publish", in -> {
                    guard.check(Action.PUBLISH, in.label("topic"));
                    if (QueryFlags.read(in, "retain")) {
                        guard.check(Action.RETAIN_PUBLISH, in.label("topic"));
                    }
                    return publish.call(in);
                })
                .operation("GET", "/retainedMessage/{topic+}", "GetRetainedMessage", answering(in -> {
                    guard.check(Action.GET_RETAINED_MESSAGE, in.label("topic"));
                    return retained.get(in);
                }))
                .action(
                        "GET",
                        "/things/{thingName}/shadow",
                        "GetThingShadow",
                        checked(guard, Action.GET_THING_SHADOW, shadow::get))
                .action(
                        "POST",
                        "/things/{thingName}/shadow",
                        "UpdateThingShadow",
                        checked(guard, Action.UPDATE_THING_SHADOW, shadow::update))
                .action(
                        "DELETE",
                        "/things/{thingName}/shadow",
                        "DeleteThingShadow",
                        checked(guard, Action.DELETE_THING_SHADOW, shadow::delete));
    }

    private static RestAction checked(RequestGuard guard, Action action, RestAction operation) {
        return in -> {
            guard.check(action, shadowName(in));
            return operation.call(in);
        };
    }

    private static String shadowName(RestInput in) {
        return in.label("thingName") + in.query("name").map(name -> "/" + name).orElse("");
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
