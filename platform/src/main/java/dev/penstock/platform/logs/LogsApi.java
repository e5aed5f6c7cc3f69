package dev.penstock.platform.logs;

import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.Operation;
import dev.penstock.platform.wire.WireOutput;
import java.util.function.BiFunction;

/**
 * The table of operations of CloudWatch Logs. What is not here (Insights queries, metric and subscription filters, exports,
 * live tail) is refused by {@link AwsJsonService}, with the list of those that are.
 */
final class LogsApi {
    private LogsApi() {}

    static AwsJsonService service(LogGroups groups) {
        return new AwsJsonService("Logs_20140328")
                .operation("CreateLogGroup", on(groups, GroupOperations::create))
                .operation("DeleteLogGroup", on(groups, GroupOperations::delete))
                .operation("DescribeLogGroups", on(groups, GroupOperations::describe))
                .operation("PutRetentionPolicy", on(groups, GroupOperations::putRetentionPolicy))
                .operation("DeleteRetentionPolicy", on(groups, GroupOperations::deleteRetentionPolicy))
                .operation("TagResource", on(groups, TagOperations::tag))
                .operation("UntagResource", on(groups, TagOperations::untag))
                .operation("ListTagsForResource", on(groups, TagOperations::list))
                .operation("ListTagsLogGroup", on(groups, TagOperations::listOfGroup))
                .operation("CreateLogStream", on(groups, StreamOperations::create))
                .operation("DeleteLogStream", on(groups, StreamOperations::delete))
                .operation("DescribeLogStreams", on(groups, StreamOperations::describe))
                .operation("PutLogEvents", on(groups, PutLogEvents::call))
                .operation("GetLogEvents", on(groups, GetLogEvents::call))
                .operation("FilterLogEvents", on(groups, FilterLogEvents::call));
    }

    private static Operation on(LogGroups groups, BiFunction<LogGroups, LogsInput, WireOutput.Body> operation) {
        return Operation.immediate(in -> operation.apply(groups, new LogsInput(in)));
    }
}
