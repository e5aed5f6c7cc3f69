package dev.penstock.functions.java.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code context.getLogger()}: each call is one event of the log, as on AWS, with or without a line end. Source: Lambda
 * Developer Guide, "Log and monitor Java Lambda functions".
 */
final class GuestLogger implements LambdaLogger {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final LogLevel minimum;
    private final boolean json;
    private final LongSupplier clock;
    private final Consumer<String> log;
    private volatile @Nullable GuestContext context;

    /** @param log takes one event, without line end */
    GuestLogger(Map<String, String> variables, LongSupplier clock, Consumer<String> log) {
        json = "JSON".equalsIgnoreCase(variables.get("AWS_LAMBDA_LOG_FORMAT"));
        minimum = levelOf(variables.getOrDefault("AWS_LAMBDA_LOG_LEVEL", ""));
        this.clock = clock;
        this.log = log;
    }

    /** Lines tell from now on that they belong to this invocation. */
    void begin(GuestContext invocation) {
        context = invocation;
    }

    /** What the runtime itself has to say of a failure. */
    void report(String text) {
        log(text, json ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    @Override
    public void log(String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte[] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(String message, LogLevel level) {
        if (isLogged(level)) {
            write(json ? asJson(message, level) : asText(message, level));
        }
    }

    /** Bytes are never formatted. */
    @Override
    public void log(byte[] message, LogLevel level) {
        if (isLogged(level)) {
            write(new String(message, UTF_8));
        }
    }

    /** Everything is logged when no level, or none that AWS knows, is set. */
    private static LogLevel levelOf(String name) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(LogLevel.UNDEFINED);
    }

    private boolean isLogged(LogLevel level) {
        return level == LogLevel.UNDEFINED || level.compareTo(minimum) >= 0;
    }

    private static String asText(@Nullable String message, LogLevel level) {
        return level == LogLevel.UNDEFINED ? String.valueOf(message) : "[" + level + "] " + message;
    }

    private String asJson(@Nullable String message, LogLevel level) {
        GuestContext invocation = context;
        Line line = new Line(
                TIMESTAMP.format(Instant.ofEpochMilli(clock.getAsLong())),
                message,
                level.toString(),
                invocation == null ? null : invocation.getAwsRequestId(),
                invocation == null ? null : invocation.getTenantId());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        GsonFactory.getInstance().getSerializer(Line.class).toJson(line, text);
        return text.toString(UTF_8);
    }

    private void write(String text) {
        log.accept(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    /** Names and order are those of the JSON; null is left out. */
    @SuppressWarnings({"unused", "UnusedVariable", "MemberName", "ParameterName"}) // written by Gson
    private static final class Line {
        private final String timestamp;
        private final @Nullable String message;
        private final String level;
        private final @Nullable String AWSRequestId;
        private final @Nullable String tenantId;

        Line(
                String timestamp,
                @Nullable String message,
                String level,
                @Nullable String requestId,
                @Nullable String tenantId) {
            this.timestamp = timestamp;
            this.message = message;
            this.level = level;
            AWSRequestId = requestId;
            this.tenantId = tenantId;
        }
    }
}
