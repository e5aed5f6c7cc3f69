package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Uses its context. */
public class ContextHandler {

    public Map<String, Object> seen(Map<String, Object> event, Context context) {
        return Map.of(
                "installation", context.getClientContext().getClient().getInstallationId(),
                "title", context.getClientContext().getClient().getAppTitle(),
                "custom", context.getClientContext().getCustom(),
                "env", context.getClientContext().getEnvironment(),
                "trace", context.getXrayTraceId(),
                "identity", String.valueOf(context.getIdentity()),
                "arn", context.getInvokedFunctionArn());
    }

    public void log(Map<String, Object> event, Context context) {
        LambdaLogger logger = context.getLogger();
        logger.log("plain\n");
        logger.log("two\nlines");
        logger.log("fine", LogLevel.DEBUG);
        logger.log("bad", LogLevel.ERROR);
        logger.log("bytes".getBytes(StandardCharsets.UTF_8));
        LambdaRuntime.getLogger().log("static");
    }
}
