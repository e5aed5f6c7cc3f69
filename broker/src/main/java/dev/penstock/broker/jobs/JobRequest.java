package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of a device's request. A member of the wrong type is an InvalidRequest. */
record JobRequest(JsonNode body) {
    private static final int MAX_DETAILS = 10;
    private static final Pattern DETAIL_NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    /** Without control characters and the like. */
    private static final Pattern DETAIL_VALUE = Pattern.compile("[^\\p{C}]{1,1024}");

    private static final int MAX_STEP_MINUTES = 10_080;

    /** @param payload empty counts as an object without members */
    static JobRequest read(Bytes payload) {
        if (payload.isEmpty()) {
            return new JobRequest(Json.MAPPER.createObjectNode());
        }
        try {
            JsonNode body = Json.MAPPER.readTree(payload.shared());
            if (body != null && body.isObject()) {
                return new JobRequest(body);
            }
        } catch (IOException malformed) {
            throw JobError.notJson();
        }
        throw JobError.notJson();
    }

    @Nullable
    String clientToken() {
        JsonNode token = body.path("clientToken");
        return token.isTextual() ? token.textValue() : null;
    }

    /** The status that a device may ask for. */
    ExecutionStatus status() {
        JsonNode status = body.path("status");
        if (!status.isTextual()) {
            throw JobError.invalid("status is missing");
        }
        return switch (ExecutionStatus.of(status.textValue())) {
            case IN_PROGRESS -> ExecutionStatus.IN_PROGRESS;
            case SUCCEEDED -> ExecutionStatus.SUCCEEDED;
            case FAILED -> ExecutionStatus.FAILED;
            case REJECTED -> ExecutionStatus.REJECTED;
            default ->
                throw JobError.invalid("A device sets status to IN_PROGRESS, SUCCEEDED, FAILED or REJECTED, not to "
                        + status.textValue());
        };
    }

    /** Null when there are none. */
    @Nullable
    Map<String, String> details() {
        JsonNode details = body.path("statusDetails");
        if (details.isMissingNode() || details.isNull()) {
            return null;
        }
        if (!details.isObject() || details.size() > MAX_DETAILS) {
            throw JobError.invalid("statusDetails must be an object with at most %d members".formatted(MAX_DETAILS));
        }
        Map<String, String> read = new LinkedHashMap<>();
        details.properties().forEach(member -> {
            String value = member.getValue().asText();
            if (!DETAIL_NAME.matcher(member.getKey()).matches()) {
                throw JobError.invalid(
                        "statusDetails.%s: a name has 1 to 128 letters, digits and : _ -".formatted(member.getKey()));
            }
            if (!member.getValue().isTextual() || !DETAIL_VALUE.matcher(value).matches()) {
                throw JobError.invalid("statusDetails.%s must be a text of 1 to 1024 characters that can be seen"
                        .formatted(member.getKey()));
            }
            read.put(member.getKey(), value);
        });
        return read;
    }

    /** @param mayCancel whether the step timer can be called off */
    JobReport report(boolean mayCancel) {
        return new JobReport(details(), stepMinutes(mayCancel));
    }

    private @Nullable Long stepMinutes(boolean mayCancel) {
        JsonNode minutes = body.path("stepTimeoutInMinutes");
        if (minutes.isMissingNode() || minutes.isNull()) {
            return null;
        }
        boolean calledOff = mayCancel && minutes.isIntegralNumber() && minutes.asLong() == JobReport.NO_STEP;
        boolean inRange = minutes.isIntegralNumber() && minutes.asLong() >= 1 && minutes.asLong() <= MAX_STEP_MINUTES;
        if (!calledOff && !inRange) {
            throw JobError.invalid(
                    "stepTimeoutInMinutes must be 1 to %d%s".formatted(MAX_STEP_MINUTES, mayCancel ? ", or -1" : ""));
        }
        return minutes.asLong();
    }

    @Nullable
    Long expectedVersion() {
        JsonNode version = body.path("expectedVersion");
        if (version.isTextual() && version.textValue().matches("\\d{1,18}")) {
            return Long.parseLong(version.textValue());
        }
        if (version.isMissingNode() || version.isNull()) {
            return null;
        }
        if (!version.isIntegralNumber()) {
            throw JobError.invalid("expectedVersion must be a number");
        }
        return version.longValue();
    }

    boolean flag(String member, boolean usual) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isBoolean()) {
            throw JobError.invalid("%s must be true or false".formatted(member));
        }
        return value.booleanValue();
    }

    /** Refuses what is not emulated. */
    void check() {
        JsonNode number = body.path("executionNumber");
        if (!number.isMissingNode() && !number.isNull()) {
            JobExecution.check(Optional.of(number.asText()));
        }
    }
}
