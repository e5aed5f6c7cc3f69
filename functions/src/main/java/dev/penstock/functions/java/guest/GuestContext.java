package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a handler may ask about its function and its invocation. */
final class GuestContext implements Context {
    private static final String DEFAULT_MEMORY_MB = "128";

    private final Map<String, String> variables;
    private final Map<String, String> headers;
    private final long deadlineMillis;
    private final LongSupplier clock;
    private final LambdaLogger logger;
    private final @Nullable GuestClientContext client;
    private final GuestClientContext.@Nullable Identity identity;

    /**
     * @param variables of the function
     * @param headers of the Runtime API
     * @param clock milliseconds since 1970
     */
    GuestContext(Map<String, String> variables, Map<String, String> headers, LongSupplier clock, LambdaLogger logger) {
        this.variables = variables;
        this.headers = headers;
        this.clock = clock;
        this.logger = logger;
        deadlineMillis = Long.parseLong(headers.getOrDefault(GuestHandler.DEADLINE, "0"));
        client = GuestClientContext.parse(headers.get(GuestHandler.CLIENT_CONTEXT));
        identity = GuestClientContext.Identity.parse(headers.get(GuestHandler.IDENTITY));
    }

    @Override
    public String getAwsRequestId() {
        return headers.getOrDefault(GuestHandler.REQUEST_ID, "");
    }

    @Override
    public String getLogGroupName() {
        return variables.getOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", "");
    }

    @Override
    public String getLogStreamName() {
        return variables.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", "");
    }

    @Override
    public String getFunctionName() {
        return variables.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "");
    }

    @Override
    public String getFunctionVersion() {
        return variables.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "");
    }

    @Override
    public @Nullable String getInvokedFunctionArn() {
        return headers.get(GuestHandler.FUNCTION_ARN);
    }

    /** Null: the caller has none. */
    @Override
    public GuestClientContext.@Nullable Identity getIdentity() {
        return identity;
    }

    /** Null: the caller gave none. */
    @Override
    public @Nullable GuestClientContext getClientContext() {
        return client;
    }

    /** Never negative. */
    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, deadlineMillis - clock.getAsLong()));
    }

    @Override
    public int getMemoryLimitInMB() {
        return Integer.parseInt(variables.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", DEFAULT_MEMORY_MB));
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }

    @Override
    public @Nullable String getTenantId() {
        return headers.get(GuestHandler.TENANT_ID);
    }

    @Override
    public @Nullable String getXrayTraceId() {
        return headers.get(GuestHandler.TRACE_ID);
    }
}
