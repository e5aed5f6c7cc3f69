package dev.penstock.functions.java;

import dev.penstock.functions.java.guest.GuestAnswer;
import dev.penstock.functions.java.guest.GuestHandler;
import dev.penstock.functions.java.guest.GuestSystem;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Our side of {@link GuestHandler}: finds the copy of it that lives beside the user's code and calls it with JDK types.
 *
 * @param notes what the user should know of the handler
 * @param fault why every invocation fails; null when the handler fits
 */
record Guest(
        MethodHandle invoke,
        MethodHandle payload,
        MethodHandle errorType,
        MethodHandle ends,
        List<String> notes,
        @Nullable InitFailure fault) {

    /** Gives the copy of {@link GuestSystem} in this loader its environment. */
    static void installSystem(ClassLoader api, Map<String, String> variables, PrintStream output, IntConsumer exit)
            throws ReflectiveOperationException {
        Class.forName(GuestSystem.class.getName(), true, api)
                .getMethod("install", Map.class, PrintStream.class, IntConsumer.class)
                .invoke(null, variables, output, exit);
    }

    /** The shutdown hooks that the user's code wanted. */
    @SuppressWarnings("unchecked") // GuestSystem declares it
    static List<Thread> takeShutdownHooks(ClassLoader api) throws ReflectiveOperationException {
        return (List<Thread>) Class.forName(GuestSystem.class.getName(), true, api)
                .getMethod("takeShutdownHooks")
                .invoke(null);
    }

    /** As {@link GuestHandler#forget}. */
    static void forget(ClassLoader api) throws ReflectiveOperationException {
        Class.forName(GuestHandler.class.getName(), true, api)
                .getMethod("forget")
                .invoke(null);
    }

    /**
     * As {@link GuestHandler#load}.
     *
     * @param api where the guest classes are
     * @throws InitFailure when the environment is of no use
     * @throws Throwable what the user's start code could not be kept from throwing
     */
    @SuppressWarnings("unchecked") // GuestHandler declares it
    static Guest load(
            ClassLoader api,
            ClassLoader loader,
            String handler,
            Map<String, String> variables,
            LongSupplier clock,
            Consumer<String> log)
            throws Throwable {
        Class<?> type = Class.forName(GuestHandler.class.getName(), true, api);
        Class<?> answer = Class.forName(GuestAnswer.class.getName(), true, api);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Object loaded = lookup.findStatic(
                        type,
                        "load",
                        MethodType.methodType(
                                type, String.class, ClassLoader.class, Map.class, LongSupplier.class, Consumer.class))
                .invoke(handler, loader, variables, clock, log);
        byte[] initError = (byte[]) type.getMethod("initError").invoke(loaded);
        String fault = (String) type.getMethod("fault").invoke(loaded);
        if (initError != null) {
            throw new InitFailure("handler '%s': %s".formatted(handler, fault), Bytes.wrap(initError));
        }
        return new Guest(
                lookup.findVirtual(type, "invoke", MethodType.methodType(answer, InputStream.class, Map.class))
                        .bindTo(loaded)
                        .asType(MethodType.methodType(Object.class, InputStream.class, Map.class)),
                accessor(lookup, answer, "payload", byte[].class),
                accessor(lookup, answer, "errorType", String.class),
                accessor(lookup, answer, "ends", boolean.class),
                (List<String>) type.getMethod("notes").invoke(loaded),
                fault == null
                        ? null
                        : fault(handler, fault, (byte[])
                                type.getMethod("faultDocument").invoke(loaded)));
    }

    private static InitFailure fault(String handler, String fault, byte[] document) {
        return new InitFailure("handler '%s': %s".formatted(handler, fault), Bytes.wrap(document));
    }

    private static MethodHandle accessor(MethodHandles.Lookup lookup, Class<?> type, String name, Class<?> result)
            throws ReflectiveOperationException {
        return lookup.findVirtual(type, name, MethodType.methodType(result))
                .asType(MethodType.methodType(result, Object.class));
    }

    /** Runs the handler once. */
    Outcome invoke(Invocation invocation) throws Throwable {
        Object answer = (Object) invoke.invokeExact(invocation.event().asStream(), headersOf(invocation));
        Bytes result = Bytes.wrap((byte[]) payload.invokeExact(answer));
        boolean failed = (String) errorType.invokeExact(answer) != null;
        return new Outcome(
                failed ? Answer.failed(result) : Answer.returned(result), (boolean) ends.invokeExact(answer));
    }

    private static Map<String, String> headersOf(Invocation invocation) {
        Map<String, String> headers = new HashMap<>();
        headers.put(GuestHandler.REQUEST_ID, invocation.requestId());
        headers.put(GuestHandler.DEADLINE, Long.toString(invocation.deadline().toEpochMilli()));
        headers.put(GuestHandler.FUNCTION_ARN, invocation.functionArn());
        if (invocation.clientContext() != null) {
            headers.put(GuestHandler.CLIENT_CONTEXT, invocation.clientContext());
        }
        if (invocation.traceId() != null) {
            headers.put(GuestHandler.TRACE_ID, invocation.traceId());
        }
        return headers;
    }

    /** @param ends whether the environment takes no more invocations */
    record Outcome(Answer answer, boolean ends) {}
}
