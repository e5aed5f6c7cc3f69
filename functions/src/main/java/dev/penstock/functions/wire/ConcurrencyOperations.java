package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.OptionalInt;

/** PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency, GetAccountSettings. */
final class ConcurrencyOperations {
    /** Of an account. Source: Lambda developer guide, Lambda quotas. */
    private static final int ACCOUNT = 1_000;

    private static final int UNRESERVED = 100;
    private static final long TOTAL_CODE = 75L * 1024 * 1024 * 1024;
    private static final long UNZIPPED = 250L * 1024 * 1024;
    private static final long ZIPPED = 50L * 1024 * 1024;

    private final FunctionCatalog catalog;

    ConcurrencyOperations(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    WireOutput.Body put(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        new Violations()
                .required("reservedConcurrentExecutions", body.integer("ReservedConcurrentExecutions"))
                .range(
                        "reservedConcurrentExecutions",
                        body.integer("ReservedConcurrentExecutions"),
                        0,
                        Integer.MAX_VALUE)
                .refuse();
        int limit = body.integer("ReservedConcurrentExecutions").orElseThrow();
        FunctionDescription now = catalog.describe(function);
        if (ACCOUNT - reservedByOthers(now) - limit < UNRESERVED) {
            throw LambdaErrors.invalid(("Specified ReservedConcurrentExecutions for function decreases account's"
                            + " UnreservedConcurrentExecution below its minimum value of [%d].")
                    .formatted(UNRESERVED));
        }
        catalog.reserveConcurrency(function, OptionalInt.of(limit));
        return out -> out.number("ReservedConcurrentExecutions", limit);
    }

    private long reservedByOthers(FunctionDescription function) {
        return catalog.functions().stream()
                .filter(other -> !other.spec().name().equals(function.spec().name()))
                .mapToLong(ConcurrencyOperations::reserved)
                .sum();
    }

    private static long reserved(FunctionDescription function) {
        return function.spec().options().reservedConcurrency().orElse(0);
    }

    WireOutput.Body get(RestInput in) {
        OptionalInt limit =
                catalog.describe(FunctionNames.plain(in)).spec().options().reservedConcurrency();
        return out -> {
            if (limit.isPresent()) {
                out.number("ReservedConcurrentExecutions", limit.getAsInt());
            }
        };
    }

    WireOutput.Body delete(RestInput in) {
        catalog.reserveConcurrency(FunctionNames.plain(in), OptionalInt.empty());
        return WireOutput.Body.NONE;
    }

    WireOutput.Body account(RestInput in) {
        long reserved = catalog.functions().stream()
                .mapToLong(ConcurrencyOperations::reserved)
                .sum();
        long code = catalog.functions().stream()
                .mapToLong(FunctionDescription::codeSize)
                .sum();
        long count = catalog.functions().size();
        return out -> out.structure(
                        "AccountLimit",
                        limit -> limit.number("TotalCodeSize", TOTAL_CODE)
                                .number("CodeSizeUnzipped", UNZIPPED)
                                .number("CodeSizeZipped", ZIPPED)
                                .number("ConcurrentExecutions", ACCOUNT)
                                .number("UnreservedConcurrentExecutions", ACCOUNT - reserved))
                .structure(
                        "AccountUsage",
                        usage -> usage.number("TotalCodeSize", code).number("FunctionCount", count));
    }
}
