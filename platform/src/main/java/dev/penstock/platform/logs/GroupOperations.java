package dev.penstock.platform.logs;

import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** CreateLogGroup, DeleteLogGroup, DescribeLogGroups, PutRetentionPolicy, DeleteRetentionPolicy. */
final class GroupOperations {
    private static final int MOST = 50;
    private static final String STANDARD = "STANDARD";

    /** CloudWatch Logs API Reference, PutRetentionPolicy. */
    private static final Set<Integer> RETENTIONS = new TreeSet<>(Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653));

    private GroupOperations() {}

    static WireOutput.Body create(LogGroups groups, LogsInput in) {
        String name = in.groupName();
        if (in.wire().text("kmsKeyId").isPresent()) {
            throw LogErrors.notEmulated("kmsKeyId", "leave it out: logs stay in memory");
        }
        String logClass = in.wire().text("logGroupClass").orElse(STANDARD);
        if (!logClass.equals(STANDARD)) {
            throw LogErrors.notEmulated("logGroupClass " + logClass, "use STANDARD or leave it out");
        }
        if (in.flag("deletionProtectionEnabled")) {
            throw LogErrors.notEmulated("deletionProtectionEnabled", "leave it out");
        }
        Map<String, String> tags = in.wire().textMap("tags").orElse(Map.of());
        TagOperations.check(tags);
        groups.create(name, tags);
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body delete(LogGroups groups, LogsInput in) {
        groups.delete(in.groupName());
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body describe(LogGroups groups, LogsInput in) {
        int limit = in.between("limit", 1, MOST, MOST);
        String last = in.lastName();
        Optional<String> prefix = in.wire().text("logGroupNamePrefix");
        Optional<String> part = in.wire().text("logGroupNamePattern");
        if (prefix.isPresent() && part.isPresent()) {
            throw LogErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        Optional<List<String>> named = in.wire()
                .texts("logGroupIdentifiers")
                .map(all -> all.stream().map(LogsInput::nameIn).toList());
        boolean standard = in.wire().text("logGroupClass").orElse(STANDARD).equals(STANDARD);
        List<LogGroup.Summary> after = groups.summaries().stream()
                .filter(group -> standard && group.name().startsWith(prefix.orElse("")))
                .filter(group -> group.name().contains(part.orElse("")))
                .filter(group -> named.isEmpty() || named.get().contains(group.name()))
                .filter(group -> last == null || group.name().compareTo(last) > 0)
                .toList();
        List<LogGroup.Summary> page = after.subList(0, Math.min(limit, after.size()));
        return out -> {
            out.structures("logGroups", page, (group, item) -> write(groups, group, item));
            if (page.size() < after.size()) {
                out.text(
                        "nextToken",
                        LogsInput.tokenAfter(page.get(page.size() - 1).name()));
            }
        };
    }

    private static void write(LogGroups groups, LogGroup.Summary group, WireOutput out) throws IOException {
        String arn = groups.identity().arn("logs", "log-group:" + group.name()).toString();
        out.text("logGroupName", group.name()).number("creationTime", group.createdAt());
        if (group.retentionDays() != LogGroup.NEVER_EXPIRES) {
            out.number("retentionInDays", group.retentionDays());
        }
        out.number("metricFilterCount", 0)
                .text("arn", arn + ":*")
                .number("storedBytes", group.storedBytes())
                .text("logGroupClass", STANDARD)
                .text("logGroupArn", arn)
                .bool("deletionProtectionEnabled", false);
    }

    static WireOutput.Body putRetentionPolicy(LogGroups groups, LogsInput in) {
        String name = in.groupName();
        int days = in.wire()
                .integer("retentionInDays")
                .orElseThrow(
                        () -> LogErrors.invalid("1 validation error detected: Value null at 'retentionInDays' failed"
                                + " to satisfy constraint: Member must not be null"));
        if (!RETENTIONS.contains(days)) {
            throw LogsInput.violates(
                    Integer.toString(days), "retentionInDays", "Member must satisfy enum value set: " + RETENTIONS);
        }
        groups.retain(name, days);
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body deleteRetentionPolicy(LogGroups groups, LogsInput in) {
        groups.retain(in.groupName(), LogGroup.NEVER_EXPIRES);
        return WireOutput.Body.NONE;
    }
}
