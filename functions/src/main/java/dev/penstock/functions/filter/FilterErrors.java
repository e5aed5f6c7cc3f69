package dev.penstock.functions.filter;

import dev.penstock.platform.aws.AwsException;

/** What AWS answers to filter criteria it does not take. */
final class FilterErrors {

    private FilterErrors() {}

    static AwsException invalid() {
        return new AwsException("InvalidParameterValueException", 400, "Invalid filter pattern definition.");
    }

    static AwsException tooMany(int count) {
        return new AwsException(
                "InvalidParameterValueException",
                400,
                "Filter criteria have %d filters; a mapping takes at most %d."
                        .formatted(count, RecordFilter.MAX_PATTERNS));
    }

    static AwsException tooLong(int position, String pattern) {
        return AwsException.validation(("1 validation error detected: Value '%s' at 'filterCriteria.filters.%d.member."
                        + "pattern' failed to satisfy constraint: Member must have length less than or equal to %d")
                .formatted(pattern, position, RecordFilter.MAX_PATTERN_LENGTH));
    }
}
