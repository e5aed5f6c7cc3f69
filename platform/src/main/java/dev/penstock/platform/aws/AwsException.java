package dev.penstock.platform.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What AWS would answer. The wire layer turns it into the error shape of the request's protocol; callers in the JVM see
 * the same code. Made by named factories in each component, so that code, status and text stand in one place.
 */
public final class AwsException extends RuntimeException {
    private final String code;
    private final int httpStatus;

    private final Map<String, String> members;
    private final Map<String, List<String>> lists;

    /**
     * @param code the AWS error code, for example {@code ResourceNotFoundException}
     * @param httpStatus 400 to 599
     * @param message the text of the answer; may be empty where AWS sends none
     */
    public AwsException(String code, int httpStatus, String message) {
        this(code, httpStatus, message, Map.of(), Map.of());
    }

    private AwsException(
            String code, int httpStatus, String message, Map<String, String> members, Map<String, List<String>> lists) {
        super(message);
        this.code = code;
        this.httpStatus = httpStatus;
        this.members = Map.copyOf(members);
        this.lists = Map.copyOf(lists);
    }

    /** A constraint of the API model was violated. */
    public static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    /** The body could not be read as the type the API model asks for. */
    public static AwsException serialization(String message) {
        return new AwsException("SerializationException", 400, message);
    }

    /** The operation exists nowhere, or Penstock does not have it; {@code message} names it. */
    public static AwsException unknownOperation(String message) {
        return new AwsException("UnknownOperationException", 400, message);
    }

    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The same error with one more member beside the message, for example {@code resourceArn}. */
    public AwsException with(String member, String value) {
        Map<String, String> more = new TreeMap<>(members);
        more.put(member, value);
        return new AwsException(code, httpStatus, String.valueOf(getMessage()), more, lists);
    }

    /** The same error with one more list beside the message, for example {@code RawInputRecords}. */
    public AwsException with(String member, List<String> values) {
        Map<String, List<String>> more = new TreeMap<>(lists);
        more.put(member, List.copyOf(values));
        return new AwsException(code, httpStatus, String.valueOf(getMessage()), members, more);
    }

    /** The lists that the error's shape has, by name. */
    public Map<String, List<String>> lists() {
        return lists;
    }

    /** What the error's shape has beside the message, by name. */
    public Map<String, String> members() {
        return members;
    }
}
