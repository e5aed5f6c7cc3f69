package dev.penstock.functions.java;

import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.platform.data.Bytes;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/** The handler cannot be used. Texts as the Java runtime of AWS words them. */
final class HandlerFault extends Exception {
    private final String errorType;
    private final List<String> stackTrace;

    private HandlerFault(String message, String errorType, List<String> stackTrace) {
        super(message);
        this.errorType = errorType;
        this.stackTrace = stackTrace;
    }

    /** The handler does not fit: no such class, no such method, wrong shape. */
    static HandlerFault badHandler(String message) {
        return new HandlerFault(message, "java.lang.Exception", List.of());
    }

    /** A fault with the type that AWS reports for it. */
    static HandlerFault of(String message, Class<? extends Throwable> type) {
        return new HandlerFault(message, type.getName(), List.of());
    }

    /** The user's own start code threw. */
    static HandlerFault threw(Throwable thrown) {
        return new HandlerFault(messageOf(thrown), thrown.getClass().getName(), framesOf(thrown));
    }

    InitFailure toInitFailure(String handler) {
        Bytes document = stackTrace.isEmpty()
                ? ErrorDocument.fault(messageText(), errorType)
                : ErrorDocument.thrown(messageText(), errorType, stackTrace);
        String summary = stackTrace.isEmpty()
                ? "handler '%s': %s".formatted(handler, messageText())
                : "handler '%s' threw %s while it was loaded: %s, at %s"
                        .formatted(handler, errorType, messageText(), stackTrace.get(0));
        return new InitFailure(summary, document);
    }

    private String messageText() {
        return String.valueOf(getMessage());
    }

    /** The error document for what a handler threw. */
    static Bytes documentOf(Throwable thrown) {
        return ErrorDocument.thrown(messageOf(thrown), thrown.getClass().getName(), framesOf(thrown));
    }

    static Throwable unwrap(InvocationTargetException wrapper) {
        Throwable cause = wrapper.getCause();
        return cause == null ? wrapper : cause;
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    /** The frames above ours, without the reflection that called the user's method. */
    static List<String> framesOf(Throwable thrown) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.penstock.functions.java.")) {
                break;
            }
            frames.add(frame);
        }
        while (!frames.isEmpty() && isReflection(frames.get(frames.size() - 1).getClassName())) {
            frames.remove(frames.size() - 1);
        }
        return frames.stream().map(StackTraceElement::toString).toList();
    }

    private static boolean isReflection(String className) {
        return className.startsWith("java.lang.reflect.") || className.startsWith("jdk.internal.reflect.");
    }
}
