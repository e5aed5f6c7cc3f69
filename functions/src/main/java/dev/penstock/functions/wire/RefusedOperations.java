package dev.penstock.functions.wire;

import dev.penstock.platform.wire.RestJsonService;
import java.util.LinkedHashMap;
import java.util.Map;

/** Operations of Lambda that are not emulated: each is refused by its name, with what to do instead. */
final class RefusedOperations {
    private static final String URL = "call the function with Invoke";
    private static final String SIGNING = "code is not signed here: leave the code signing configuration away";
    private static final String PROVISIONED = "environments stay warm here anyway: leave it away";
    private static final String RUNTIME = "functions run with what is installed on this machine";
    private static final String LAYERS = "every function may use every layer here: leave it away";
    private static final String PROVIDERS = "functions run on this machine: leave capacity providers away";
    private static final String DURABLE = "durable executions need the service";
    private static final String RECURSION = "loops are not looked for here";

    private RefusedOperations() {}

    /** Method and path by name, and the advice. */
    record Refused(String method, String path, String advice) {}

    static Map<String, Refused> all() {
        Map<String, Refused> all = new LinkedHashMap<>();
        String url = "/2021-10-31/functions/{FunctionName}/url";
        all.put("CreateFunctionUrlConfig", new Refused("POST", url, URL));
        all.put("UpdateFunctionUrlConfig", new Refused("PUT", url, URL));
        all.put("DeleteFunctionUrlConfig", new Refused("DELETE", url, URL));
        String signing = "/2020-04-22/code-signing-configs";
        String signingOne = signing + "/{CodeSigningConfigArn}";
        all.put("CreateCodeSigningConfig", new Refused("POST", signing, SIGNING));
        all.put("GetCodeSigningConfig", new Refused("GET", signingOne, SIGNING));
        all.put("UpdateCodeSigningConfig", new Refused("PUT", signingOne, SIGNING));
        all.put("DeleteCodeSigningConfig", new Refused("DELETE", signingOne, SIGNING));
        all.put("ListFunctionsByCodeSigningConfig", new Refused("GET", signingOne + "/functions", SIGNING));
        String signingOfFunction = "/2020-06-30/functions/{FunctionName}/code-signing-config";
        all.put("PutFunctionCodeSigningConfig", new Refused("PUT", signingOfFunction, SIGNING));
        all.put("DeleteFunctionCodeSigningConfig", new Refused("DELETE", signingOfFunction, SIGNING));
        String provisioned = "/2019-09-30/functions/{FunctionName}/provisioned-concurrency";
        all.put("PutProvisionedConcurrencyConfig", new Refused("PUT", provisioned, PROVISIONED));
        all.put("DeleteProvisionedConcurrencyConfig", new Refused("DELETE", provisioned, PROVISIONED));
        all.put(
                "PutRuntimeManagementConfig",
                new Refused("PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config", RUNTIME));
        String recursion = "/2024-08-31/functions/{FunctionName}/recursion-config";
        all.put("GetFunctionRecursionConfig", new Refused("GET", recursion, RECURSION));
        all.put("PutFunctionRecursionConfig", new Refused("PUT", recursion, RECURSION));
        layers(all);
        providers(all);
        durable(all);
        return all;
    }

    private static void layers(Map<String, Refused> all) {
        String policy = "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy";
        all.put("AddLayerVersionPermission", new Refused("POST", policy, LAYERS));
        all.put("GetLayerVersionPolicy", new Refused("GET", policy, LAYERS));
        all.put("RemoveLayerVersionPermission", new Refused("DELETE", policy + "/{StatementId}", LAYERS));
    }

    private static void providers(Map<String, Refused> all) {
        String providers = "/2025-11-30/capacity-providers";
        String one = providers + "/{CapacityProviderName}";
        String scaling = "/2025-11-30/functions/{FunctionName}/function-scaling-config";
        all.put("CreateCapacityProvider", new Refused("POST", providers, PROVIDERS));
        all.put("ListCapacityProviders", new Refused("GET", providers, PROVIDERS));
        all.put("GetCapacityProvider", new Refused("GET", one, PROVIDERS));
        all.put("UpdateCapacityProvider", new Refused("PUT", one, PROVIDERS));
        all.put("DeleteCapacityProvider", new Refused("DELETE", one, PROVIDERS));
        all.put("ListFunctionVersionsByCapacityProvider", new Refused("GET", one + "/function-versions", PROVIDERS));
        all.put("GetFunctionScalingConfig", new Refused("GET", scaling, PROVIDERS));
        all.put("PutFunctionScalingConfig", new Refused("PUT", scaling, PROVIDERS));
    }

    private static void durable(Map<String, Refused> all) {
        String one = "/2025-12-01/durable-executions/{DurableExecutionArn}";
        String callback = "/2025-12-01/durable-execution-callbacks/{CallbackId}";
        all.put("CheckpointDurableExecution", new Refused("POST", one + "/checkpoint", DURABLE));
        all.put("GetDurableExecution", new Refused("GET", one, DURABLE));
        all.put("GetDurableExecutionHistory", new Refused("GET", one + "/history", DURABLE));
        all.put("GetDurableExecutionState", new Refused("GET", one + "/state", DURABLE));
        all.put("StopDurableExecution", new Refused("POST", one + "/stop", DURABLE));
        all.put(
                "ListDurableExecutionsByFunction",
                new Refused("GET", "/2025-12-01/functions/{FunctionName}/durable-executions", DURABLE));
        all.put("SendDurableExecutionCallbackFailure", new Refused("POST", callback + "/fail", DURABLE));
        all.put("SendDurableExecutionCallbackHeartbeat", new Refused("POST", callback + "/heartbeat", DURABLE));
        all.put("SendDurableExecutionCallbackSuccess", new Refused("POST", callback + "/succeed", DURABLE));
    }

    /** Adds them to a service. */
    static RestJsonService refuse(RestJsonService service) {
        all().forEach((name, refused) -> {
            service.action(refused.method(), refused.path(), name, input -> {
                throw LambdaErrors.refusedOperation(name, refused.advice());
            });
        });
        return service;
    }
}
