package dev.penstock.functions.java.guest;

import org.jspecify.annotations.Nullable;

/** The handler cannot be used. Texts and types as the Java runtime of AWS words them. */
final class GuestFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String TOO_MANY_SERIALIZERS =
            "com.amazonaws.services.lambda.runtime.api.client.TooManyServiceProvidersFoundException";

    private final String text;
    private final @Nullable String errorType;
    private final Timing timing;

    private GuestFault(String text, @Nullable String errorType, Timing timing, @Nullable Throwable cause) {
        super(text, cause);
        this.text = text;
        this.errorType = errorType;
        this.timing = timing;
    }

    /** The handler does not fit. AWS reports no type for it. */
    static GuestFault of(String text) {
        return new GuestFault(text, null, Timing.EACH_INVOCATION, null);
    }

    /** The handler cannot be made, for a reason that the user's code did not throw. */
    static GuestFault of(String text, String errorType) {
        return new GuestFault(text, errorType, Timing.EACH_INVOCATION, null);
    }

    static GuestFault of(String text, Throwable cause) {
        return new GuestFault(text, cause.getClass().getName(), Timing.EACH_INVOCATION, cause);
    }

    static GuestFault of(Throwable cause) {
        return of(ErrorReport.messageOf(cause), cause);
    }

    /** The user's constructor threw. */
    static GuestFault threw(Throwable cause) {
        return new GuestFault(ErrorReport.messageOf(cause), cause.getClass().getName(), Timing.INIT, cause);
    }

    static GuestFault classNotFound(String name, ClassNotFoundException cause) {
        return of("Class not found: " + name, cause);
    }

    /** The class is there and cannot be loaded: its static initialiser threw, it needs a missing class, it is too new. */
    static GuestFault classNotLoaded(String name, Throwable cause) {
        String detail = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        Timing timing = cause instanceof NoClassDefFoundError ? Timing.FIRST_INVOCATION : Timing.INIT;
        return new GuestFault(
                "Error loading class " + name + detail, cause.getClass().getName(), timing, cause);
    }

    static GuestFault tooManySerializers() {
        return of(
                "Too many serializers provided inside the META-INF/services folder, only one is allowed",
                TOO_MANY_SERIALIZERS);
    }

    String text() {
        return text;
    }

    /** For who starts the pipeline: with the type, and with what is at the bottom of it. */
    String summary() {
        Throwable bottom = this;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String type = errorType == null ? "" : " (" + errorType + ")";
        boolean known = bottom == this || bottom == getCause();
        return text + type + (known ? "" : ", caused by " + bottom);
    }

    @Nullable
    String errorType() {
        return errorType;
    }

    Timing timing() {
        return timing;
    }

    /** When AWS tells the caller. */
    enum Timing {
        /** At once: the environment is never used. */
        INIT,
        /** With the first invocation, after which the environment ends. */
        FIRST_INVOCATION,
        /** With every invocation; the environment stays. */
        EACH_INVOCATION
    }
}
