package dev.penstock.functions.wire;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;

/**
 * Reads what a function never has here, because what would set it is refused. Tools ask for it when they look at a
 * function (Terraform for its code signing), and get the answer of AWS for a function that has none.
 */
final class AbsentOperations {
    private final FunctionCatalog catalog;

    AbsentOperations(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    RestJsonService addTo(RestJsonService service) {
        return service.operation(
                        "GET",
                        "/2021-10-31/functions/{FunctionName}/urls",
                        "ListFunctionUrlConfigs",
                        answering(in -> empty(in, "FunctionUrlConfigs")))
                .operation("GET", "/2021-10-31/functions/{FunctionName}/url", "GetFunctionUrlConfig", answering(in -> {
                    catalog.describe(FunctionNames.of(in));
                    throw LambdaErrors.noResource();
                }))
                .operation(
                        "GET",
                        "/2019-09-30/functions/{FunctionName}/provisioned-concurrency",
                        "GetProvisionedConcurrencyConfig",
                        answering(this::provisioned))
                .operation(
                        "GET",
                        "/2020-06-30/functions/{FunctionName}/code-signing-config",
                        "GetFunctionCodeSigningConfig",
                        answering(this::signing))
                .operation(
                        "GET",
                        "/2020-04-22/code-signing-configs",
                        "ListCodeSigningConfigs",
                        answering(in -> out -> out.texts("CodeSigningConfigs", List.of())))
                .operation(
                        "GET",
                        "/2021-07-20/functions/{FunctionName}/runtime-management-config",
                        "GetRuntimeManagementConfig",
                        answering(this::runtime));
    }

    private WireOutput.Body empty(RestInput in, String member) {
        catalog.describe(FunctionNames.plain(in));
        return out -> out.texts(member, List.of());
    }

    /** ListProvisionedConcurrencyConfigs has the same path; its query tells them apart. */
    private WireOutput.Body provisioned(RestInput in) {
        if (in.query("List").isPresent()) {
            return empty(in, "ProvisionedConcurrencyConfigs");
        }
        catalog.describe(FunctionNames.of(in));
        throw new AwsException(
                "ProvisionedConcurrencyConfigNotFoundException",
                404,
                "No Provisioned Concurrency Config found for this function");
    }

    private WireOutput.Body signing(RestInput in) {
        String name = catalog.describe(FunctionNames.plain(in)).spec().name();
        return out -> out.text("CodeSigningConfigArn", "").text("FunctionName", name);
    }

    private WireOutput.Body runtime(RestInput in) {
        String function = FunctionNames.of(in);
        String arn = FunctionArns.asked(catalog.describe(function), function);
        return out -> out.text("UpdateRuntimeOn", "Auto").text("FunctionArn", arn);
    }
}
