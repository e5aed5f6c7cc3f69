package dev.penstock.functions.java.guest;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.penstock.functions.java.guest.GuestFault.Timing;
import java.io.IOError;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's handler, loaded once and called for one event after the other. All that crosses its border is of the JDK, so
 * that it can be called from another class loader. Not thread-safe: one invocation at a time.
 *
 * <p>In a child JVM: put {@link CodePath} into a URLClassLoader, make it the context loader of the main thread,
 * {@link #load}; when {@link #initError} is not null post it to {@code /runtime/init/error} with
 * {@link #BAD_FUNCTION_CODE} and exit with status 1; else answer each {@code next} with {@link #invoke}, giving it the
 * headers as they came under the names below, and exit with status 1 after an answer that {@link GuestAnswer#ends}.
 */
public final class GuestHandler {
    public static final String REQUEST_ID = "Lambda-Runtime-Aws-Request-Id";
    public static final String DEADLINE = "Lambda-Runtime-Deadline-Ms";
    public static final String FUNCTION_ARN = "Lambda-Runtime-Invoked-Function-Arn";
    public static final String TRACE_ID = "Lambda-Runtime-Trace-Id";
    public static final String CLIENT_CONTEXT = "Lambda-Runtime-Client-Context";
    public static final String IDENTITY = "Lambda-Runtime-Cognito-Identity";
    public static final String TENANT_ID = "Lambda-Runtime-Aws-Tenant-Id";

    /** Error type of faults of the loader. */
    public static final String BAD_FUNCTION_CODE = "Runtime.BadFunctionCode";

    /** Error type of what handlers throw. */
    public static final String USER_EXCEPTION = "Runtime.UserException";

    /** Error type when the handler ended the process. */
    public static final String EXIT_ERROR = "Runtime.ExitError";

    private final Map<String, String> variables;
    private final LongSupplier clock;
    private final GuestLogger logger;
    private final List<String> notes;
    private final @Nullable EventHandler handler;
    private final @Nullable GuestFault fault;
    private final @Nullable Log4jContext log4j;
    private final ResultBuffer output = new ResultBuffer();

    private GuestHandler(
            Map<String, String> variables,
            LongSupplier clock,
            GuestLogger logger,
            List<String> notes,
            @Nullable EventHandler handler,
            @Nullable GuestFault fault,
            @Nullable Log4jContext log4j) {
        this.variables = variables;
        this.clock = clock;
        this.logger = logger;
        this.notes = notes;
        this.handler = handler;
        this.fault = fault;
        this.log4j = log4j;
    }

    /**
     * Loads the handler; the class's static initialisers and its constructor run now.
     *
     * @param handler {@code pkg.Class} or {@code pkg.Class::method}
     * @param loader sees the user's code, and our copies of aws-lambda-java-core and -serialization as its parent
     * @param variables environment variables of the function
     * @param clock milliseconds since 1970
     * @param log takes one event of the log, without line end, from any thread
     * @throws GuestExit when the user's start code calls a {@code System.exit} that was turned to {@link GuestSystem}
     */
    public static GuestHandler load(
            String handler,
            ClassLoader loader,
            Map<String, String> variables,
            LongSupplier clock,
            Consumer<String> log) {
        GuestLogger logger = new GuestLogger(variables, clock, log);
        if (loader != GuestHandler.class.getClassLoader()) {
            install(logger);
        }
        HandlerLoader handlers = new HandlerLoader(loader);
        EventHandler found = null;
        GuestFault fault = null;
        try {
            found = handlers.load(handler);
        } catch (GuestFault unusable) {
            fault = unusable;
        }
        GuestHandler loaded =
                new GuestHandler(variables, clock, logger, handlers.notes(), found, fault, Log4jContext.usedBy(loader));
        if (fault != null && fault.timing() == Timing.INIT) {
            logger.report(ErrorReport.of(fault).logText());
        }
        return loaded;
    }

    /** Drops what the JSON libraries remember of the user's classes, where they outlive them. */
    public static void forget() {
        JacksonFactory.getInstance().getMapper().getTypeFactory().clearCache();
    }

    /** {@code LambdaRuntime.getLogger()} has no other way in; AWS's runtime does the same. */
    private static void install(GuestLogger logger) {
        try {
            Field field = LambdaRuntime.class.getDeclaredField("logger");
            field.setAccessible(true);
            field.set(null, logger);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("aws-lambda-java-core has no LambdaRuntime.logger", changed);
        }
    }

    /** The error document when the environment cannot be used at all; null when it can. */
    public byte @Nullable [] initError() {
        return fault == null || fault.timing() != Timing.INIT
                ? null
                : ErrorReport.of(fault).document();
    }

    /** Why the handler does not fit, which every invocation will be answered with, or why there is none; null: it fits. */
    public @Nullable String fault() {
        return fault == null ? null : fault.summary();
    }

    /** The error document for {@link #fault}. */
    public byte @Nullable [] faultDocument() {
        return fault == null ? null : ErrorReport.of(fault).document();
    }

    /** What the user should know, one sentence each; often empty. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Runs the handler once.
     *
     * @param event JSON
     * @param headers of the Runtime API, by the names above; absent ones are left out
     */
    public GuestAnswer invoke(InputStream event, Map<String, String> headers) {
        EventHandler loaded = handler;
        if (loaded == null) {
            return faulty();
        }
        try {
            GuestContext context = new GuestContext(variables, headers, clock, logger);
            logger.begin(context);
            if (log4j != null) {
                log4j.put(context.getAwsRequestId());
            }
            loaded.handle(event, output, context);
            return GuestAnswer.returned(output.toByteArray());
        } catch (GuestExit exit) {
            return new GuestAnswer(new byte[0], EXIT_ERROR, true);
        } catch (Throwable thrown) { // whatever the user's code throws is its answer
            boolean ends = thrown instanceof VirtualMachineError || thrown instanceof IOError;
            ErrorReport report = ErrorReport.of(thrown);
            logger.report(report.logText());
            return new GuestAnswer(report.document(), USER_EXCEPTION, ends);
        } finally {
            output.clear();
        }
    }

    private GuestAnswer faulty() {
        GuestFault problem = fault == null ? GuestFault.of("no handler") : fault;
        ErrorReport report = ErrorReport.of(problem);
        logger.report(report.logText());
        return new GuestAnswer(report.document(), BAD_FUNCTION_CODE, problem.timing() != Timing.EACH_INVOCATION);
    }
}
