package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Puts the request id where AWS's Log4j appender looks for it, when the function uses that appender. */
record Log4jContext(Method method) {

    static @Nullable Log4jContext usedBy(ClassLoader loader) {
        if (!LambdaRuntimeInternal.getUseLog4jAppender()) {
            return null;
        }
        Log4jContext newer = find(loader, "org.apache.logging.log4j.ThreadContext", String.class);
        return newer == null ? find(loader, "org.apache.log4j.MDC", Object.class) : newer;
    }

    private static @Nullable Log4jContext find(ClassLoader loader, String name, Class<?> value) {
        try {
            return new Log4jContext(Class.forName(name, true, loader).getMethod("put", String.class, value));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }

    void put(String requestId) throws InvocationTargetException, IllegalAccessException {
        method.invoke(null, "AWSRequestId", requestId);
    }
}
