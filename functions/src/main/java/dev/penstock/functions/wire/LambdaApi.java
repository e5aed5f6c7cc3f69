package dev.penstock.functions.wire;

import dev.penstock.functions.Functions;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.platform.wire.WireOutput;
import java.util.function.Function;

/** The table of operations. All but invocations run on one thread of their own, as many touch the disk. */
public final class LambdaApi {
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String FUNCTION = FUNCTIONS + "/{FunctionName}";
    private static final String EVENTS = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
    private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
    private static final String LAYERS = "/2018-10-31/layers";
    private static final String LAYER = LAYERS + "/{LayerName}/versions";
    private static final String TAGS = "/2017-03-31/tags/{Resource}";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private final ControlThread thread;
    private final RestJsonService service = new RestJsonService("lambda", new LambdaErrors()).slashAtEnd();

    private LambdaApi(ControlThread thread) {
        this.thread = thread;
    }

    /** Serves functions at an endpoint, and the code of functions beside them. */
    public static void serve(Functions functions, AwsIdentity identity, Time time, AwsEndpoint endpoint) {
        ControlThread thread = new ControlThread(time.inFlight().gauge("lambda api"));
        endpoint.register(service(functions, identity, time, thread));
        endpoint.uploads(FUNCTIONS);
        endpoint.uploads(LAYERS);
        endpoint.path(CodeDownload.PATH, new CodeDownload(functions.catalog(), thread));
    }

    static RestJsonService service(Functions functions, AwsIdentity identity, Time time, ControlThread thread) {
        Layers layers = new Layers(identity);
        ApiState state = new ApiState(new FunctionStates<>(), new FunctionStates<>(), new FunctionStates<>(), layers);
        FunctionStates<MappingExtras> extras = new FunctionStates<>();
        LambdaApi api = new LambdaApi(thread);
        api.functions(new FunctionOperations(
                functions.catalog(),
                state,
                new FunctionConfiguration(state::shownOf, layers::arnOf, identity.region())));
        api.aliases(new AliasOperations(functions.catalog(), state));
        api.concurrency(new ConcurrencyOperations(functions.catalog()));
        api.events(new EventInvokeOperations(functions.catalog(), state.eventsChanged(), time));
        api.policies(new PolicyOperations(functions.catalog(), state.policies()));
        api.tags(new TagOperations(functions.catalog(), new MappingTags(functions.mappings(), extras)));
        api.layers(new LayerOperations(layers, time));
        api.mappings(new MappingOperations(functions.mappings(), extras));
        api.invocations(new InvokeOperations(functions, new InvokeInput(time)));
        new AbsentOperations(functions.catalog()).addTo(api.service);
        RefusedOperations.refuse(api.service);
        return api.service.onClose(layers::close).onClose(thread::close);
    }

    private void add(
            String method, String path, String name, int status, Function<RestInput, WireOutput.Body> operation) {
        service.operation(method, path, name, status, thread.running(operation));
    }

    private void functions(FunctionOperations functions) {
        add("POST", FUNCTIONS, "CreateFunction", CREATED, functions::create);
        add("GET", FUNCTIONS, "ListFunctions", OK, functions::list);
        add("GET", FUNCTION, "GetFunction", OK, functions::get);
        add("DELETE", FUNCTION, "DeleteFunction", NO_CONTENT, functions::delete);
        add("GET", FUNCTION + "/configuration", "GetFunctionConfiguration", OK, functions::getConfiguration);
        add("PUT", FUNCTION + "/configuration", "UpdateFunctionConfiguration", OK, functions::updateConfiguration);
        add("PUT", FUNCTION + "/code", "UpdateFunctionCode", OK, functions::updateCode);
        add("POST", FUNCTION + "/versions", "PublishVersion", CREATED, functions::publishVersion);
        add("GET", FUNCTION + "/versions", "ListVersionsByFunction", OK, functions::listVersions);
    }

    private void aliases(AliasOperations aliases) {
        add("POST", FUNCTION + "/aliases", "CreateAlias", CREATED, aliases::create);
        add("GET", FUNCTION + "/aliases", "ListAliases", OK, aliases::list);
        add("GET", FUNCTION + "/aliases/{Name}", "GetAlias", OK, aliases::get);
        add("PUT", FUNCTION + "/aliases/{Name}", "UpdateAlias", OK, aliases::update);
        add("DELETE", FUNCTION + "/aliases/{Name}", "DeleteAlias", NO_CONTENT, aliases::delete);
    }

    private void concurrency(ConcurrencyOperations concurrency) {
        String change = "/2017-10-31/functions/{FunctionName}/concurrency";
        String read = "/2019-09-30/functions/{FunctionName}/concurrency";
        add("PUT", change, "PutFunctionConcurrency", OK, concurrency::put);
        add("DELETE", change, "DeleteFunctionConcurrency", NO_CONTENT, concurrency::delete);
        add("GET", read, "GetFunctionConcurrency", OK, concurrency::get);
        add("GET", "/2016-08-19/account-settings", "GetAccountSettings", OK, concurrency::account);
    }

    private void events(EventInvokeOperations events) {
        add("PUT", EVENTS, "PutFunctionEventInvokeConfig", OK, events::put);
        add("POST", EVENTS, "UpdateFunctionEventInvokeConfig", OK, events::update);
        add("GET", EVENTS, "GetFunctionEventInvokeConfig", OK, events::get);
        add("DELETE", EVENTS, "DeleteFunctionEventInvokeConfig", NO_CONTENT, events::delete);
        add("GET", EVENTS + "/list", "ListFunctionEventInvokeConfigs", OK, events::list);
    }

    private void policies(PolicyOperations policies) {
        add("POST", FUNCTION + "/policy", "AddPermission", CREATED, policies::add);
        add("GET", FUNCTION + "/policy", "GetPolicy", OK, policies::get);
        add("DELETE", FUNCTION + "/policy/{StatementId}", "RemovePermission", NO_CONTENT, policies::remove);
    }

    private void tags(TagOperations tags) {
        add("POST", TAGS, "TagResource", NO_CONTENT, tags::tag);
        add("DELETE", TAGS, "UntagResource", NO_CONTENT, tags::untag);
        add("GET", TAGS, "ListTags", OK, tags::list);
    }

    private void layers(LayerOperations layers) {
        add("POST", LAYER, "PublishLayerVersion", CREATED, layers::publish);
        add("GET", LAYER, "ListLayerVersions", OK, layers::listVersions);
        add("GET", LAYER + "/{VersionNumber}", "GetLayerVersion", OK, layers::get);
        add("DELETE", LAYER + "/{VersionNumber}", "DeleteLayerVersion", NO_CONTENT, layers::delete);
        add("GET", LAYERS, "ListLayers", OK, layers::listOrFind);
    }

    private void mappings(MappingOperations mappings) {
        add("POST", MAPPINGS, "CreateEventSourceMapping", ACCEPTED, mappings::create);
        add("GET", MAPPINGS, "ListEventSourceMappings", OK, mappings::list);
        add("GET", MAPPINGS + "/{UUID}", "GetEventSourceMapping", OK, mappings::get);
        add("PUT", MAPPINGS + "/{UUID}", "UpdateEventSourceMapping", ACCEPTED, mappings::update);
        add("DELETE", MAPPINGS + "/{UUID}", "DeleteEventSourceMapping", ACCEPTED, mappings::delete);
    }

    private void invocations(InvokeOperations invocations) {
        service.action("POST", FUNCTION + "/invocations", "Invoke", invocations::invoke)
                .action(
                        "POST",
                        "/2014-11-13/functions/{FunctionName}/invoke-async",
                        "InvokeAsync",
                        invocations::invokeAsync)
                .action(
                        "POST",
                        "/2021-11-15/functions/{FunctionName}/response-streaming-invocations",
                        "InvokeWithResponseStream",
                        invocations::invokeStreaming);
    }
}
