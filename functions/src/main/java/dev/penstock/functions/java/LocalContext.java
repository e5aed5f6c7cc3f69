package dev.penstock.functions.java;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.time.Time;
import org.jspecify.annotations.Nullable;

/** What a handler may ask about its invocation. */
record LocalContext(EnvironmentSpec environment, Invocation invocation, LambdaLogger logger, Time time)
        implements Context {

    @Override
    public String getAwsRequestId() {
        return invocation.requestId();
    }

    @Override
    public String getLogGroupName() {
        return environment.logGroup();
    }

    @Override
    public String getLogStreamName() {
        return environment.logStream();
    }

    @Override
    public String getFunctionName() {
        return environment.function().name();
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return environment.functionArn();
    }

    /** Null: only Cognito callers have one. */
    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    /** Null: only mobile callers have one. */
    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, invocation.deadline().toEpochMilli() - time.millis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return environment.function().memoryMb();
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }
}
