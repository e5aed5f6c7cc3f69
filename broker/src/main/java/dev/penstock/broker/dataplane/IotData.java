package dev.penstock.broker.dataplane;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.RequestGuard;
import dev.penstock.broker.shadow.Shadows;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestAction;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestJsonService;
import java.util.List;

/** The table of operations. */
public final class IotData {
    /** SDKs sign {@code iotdata}, older ones and scripts the name of the gateway or of the control plane. */
    private static final List<String> SIGNING_NAMES = List.of("iotdata", "iotdevicegateway", "iot");

    private static final String SHADOW = "/things/{thingName}/shadow";
    private static final String CLIENT = "clientId";
    private static final String THING = "thingName";
    private static final String TOPIC = "topic";

    private final RestJsonService service;
    private final RequestGuard guard;

    private IotData(RestJsonService service, RequestGuard guard) {
        this.service = service;
        this.guard = guard;
    }

    /** Registers the data plane under all its signing names. */
    public static void serve(DataGateway gateway, Shadows shadows, AwsEndpoint endpoint) {
        SIGNING_NAMES.forEach(name -> endpoint.register(service(name, gateway, shadows, RequestGuard.OPEN)));
    }

    /** The operations for callers who may do what the guard lets them do. */
    static RestJsonService service(String signingName, DataGateway gateway, Shadows shadows, RequestGuard guard) {
        IotData all = new IotData(new RestJsonService(signingName, DataErrors.TRACED).exactMethods(), guard);
        all.addMessages(gateway);
        all.addShadows(shadows);
        all.addConnections(gateway);
        return all.service;
    }

    private void addMessages(DataGateway gateway) {
        PublishOperation publish = new PublishOperation(gateway);
        RetainedOperations retained = new RetainedOperations(gateway);
        service.operation("POST", "/topics/{topic+}", "Publish", in -> {
                    guard.check(Action.PUBLISH, in.label(TOPIC));
                    if (QueryFlags.read(in, "retain")) {
                        guard.check(Action.RETAIN_PUBLISH, in.label(TOPIC));
                    }
                    return publish.call(in);
                })
                .operation("GET", "/retainedMessage/{topic+}", "GetRetainedMessage", answering(in -> {
                    guard.check(Action.GET_RETAINED_MESSAGE, in.label(TOPIC));
                    return retained.get(in);
                }))
                .operation("GET", "/retainedMessage", "ListRetainedMessages", answering(in -> {
                    guard.check(Action.LIST_RETAINED_MESSAGES, "*");
                    return retained.list(in);
                }));
    }

    private void addShadows(Shadows shadows) {
        ShadowOperations shadow = new ShadowOperations(shadows);
        service.action("GET", SHADOW, "GetThingShadow", checked(Action.GET_THING_SHADOW, shadow::get))
                .action("POST", SHADOW, "UpdateThingShadow", checked(Action.UPDATE_THING_SHADOW, shadow::update))
                .action("DELETE", SHADOW, "DeleteThingShadow", checked(Action.DELETE_THING_SHADOW, shadow::delete))
                .operation(
                        "GET",
                        "/api/things/shadow/ListNamedShadowsForThing/{thingName}",
                        "ListNamedShadowsForThing",
                        answering(in -> {
                            guard.check(Action.LIST_NAMED_SHADOWS, in.label(THING));
                            return shadow.list(in);
                        }));
    }

    private RestAction checked(Action action, RestAction operation) {
        return in -> {
            guard.check(action, shadowName(in));
            return operation.call(in);
        };
    }

    private static String shadowName(RestInput in) {
        return in.label(THING) + in.query("name").map(name -> "/" + name).orElse("");
    }

    private void addConnections(DataGateway gateway) {
        ConnectionOperations connections = new ConnectionOperations(gateway);
        service.operation("DELETE", "/connections/{clientId}", "DeleteConnection", in -> {
            guard.check(Action.DELETE_CONNECTION, in.label(CLIENT));
            return connections.delete(in);
        });
        List.of(
                        "GET /connections/{clientId} GetConnection",
                        "GET /connections/{clientId}/subscriptions ListSubscriptions",
                        "POST /connections/{clientId}/messages SendDirectMessage")
                .forEach(service::notEmulated);
    }
}
