package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Asks the system about itself. */
public class SystemHandler {

    public String environment(String name) {
        UnaryOperator<String> reference = System::getenv;
        return String.join(
                ",",
                String.valueOf(System.getenv(name)),
                String.valueOf(System.getenv().get(name)),
                String.valueOf(reference.apply(name)));
    }

    public Map<String, Boolean> visible(List<String> classNames) {
        Map<String, Boolean> visible = new LinkedHashMap<>();
        for (String name : classNames) {
            try {
                Class.forName(name);
                visible.put(name, true);
            } catch (ClassNotFoundException hidden) {
                visible.put(name, false);
            }
        }
        return visible;
    }

    public String printing(String text, Context context) {
        System.out.println("out " + text);
        System.err.print("err " + text + "\n");
        context.getLogger().log("logger " + text);
        LambdaRuntime.getLogger().log("runtime " + text);
        System.out.print("no line end");
        return "printed";
    }

    public void stackTrace(Object event) {
        new IllegalArgumentException("printed only").printStackTrace();
    }

    public Map<String, Object> context(Object event, Context context) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("requestId", context.getAwsRequestId());
        seen.put("arn", context.getInvokedFunctionArn());
        seen.put("name", context.getFunctionName());
        seen.put("version", context.getFunctionVersion());
        seen.put("memory", context.getMemoryLimitInMB());
        seen.put("logGroup", context.getLogGroupName());
        seen.put("remaining", context.getRemainingTimeInMillis());
        return seen;
    }

    public String resource(String name) throws IOException {
        try (var content = SystemHandler.class.getResourceAsStream(name)) {
            return content == null ? "missing" : new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
