package dev.penstock.broker.jobs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CreateJob, DescribeJob, UpdateJob, ListJobs, CancelJob, DeleteJob, GetJobDocument. What a job may not have here is refused by name. */
final class JobOperations {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MAX_DOCUMENT = 32_768;
    private static final int MAX_TIMEOUT_MINUTES = 10_080;
    private static final Pattern TEXT = Pattern.compile("[^\\p{C}]{0,2028}");
    private static final Pattern REASON = Pattern.compile("[\\p{Upper}\\p{Digit}_]{1,128}");
    private static final Set<String> STATES =
            Set.of("IN_PROGRESS", "CANCELED", "COMPLETED", "DELETION_IN_PROGRESS", "SCHEDULED");
    private static final String SNAPSHOT = "SNAPSHOT";
    private static final Set<String> CREATE =
            Set.of("targets", "document", "description", "targetSelection", "timeoutConfig");
    private static final Set<String> UPDATE = Set.of("description");

    private final Jobs jobs;
    private final AwsIdentity identity;

    JobOperations(Jobs jobs, AwsIdentity identity) {
        this.jobs = jobs;
        this.identity = identity;
    }

    WireOutput.Body create(RestInput in) {
        WireInput body = in.json();
        known(body, CREATE);
        if (!body.text("targetSelection").orElse(SNAPSHOT).equals(SNAPSHOT)) {
            throw JobError.notEmulated("targetSelection CONTINUOUS");
        }
        String id = in.label("jobId");
        if (!ID.matcher(id).matches()) {
            throw JobError.invalid("jobId '%s' must have 1 to 64 letters, digits, _ and -".formatted(id));
        }
        List<String> targets = body.texts("targets").orElse(List.of());
        Set<String> things = new LinkedHashSet<>();
        targets.forEach(target -> things.add(thing(target)));
        if (things.isEmpty()) {
            throw JobError.invalid("targets must have the ARN of at least one thing");
        }
        String text = body.text("document")
                .orElseThrow(() -> JobError.invalid("document is missing; Penstock takes no documentSource"));
        Job job = new Job(
                id,
                targets,
                List.copyOf(things),
                text,
                document(text),
                text(body, "description", TEXT).orElse(""),
                timeout(body));
        jobs.create(job);
        return out -> named(job, job.description(), out);
    }

    private static void known(WireInput body, Set<String> members) {
        body.tree().properties().forEach(member -> {
            if (!members.contains(member.getKey()) && !member.getValue().isNull()) {
                throw JobError.notEmulated(member.getKey());
            }
        });
    }

    private static Optional<String> text(WireInput body, String member, Pattern pattern) {
        Optional<String> text = body.text(member);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            throw JobError.invalid("%s must match %s".formatted(member, pattern));
        }
        return text;
    }

    private String thing(String target) {
        String things = identity.arn("iot", "thing/").toString();
        if (target.contains(":thinggroup/")) {
            throw JobError.notEmulated("A thing group as target, '%s',".formatted(target));
        }
        if (!target.startsWith(things)) {
            throw JobError.invalid("The target '%s' must begin with %s".formatted(target, things));
        }
        return target.substring(things.length());
    }

    private static JsonNode document(String text) {
        if (Bytes.utf8(text).length() > MAX_DOCUMENT) {
            throw JobError.invalid("document has more than %d bytes".formatted(MAX_DOCUMENT));
        }
        try {
            JsonNode tree = Json.MAPPER.readTree(text);
            if (tree != null && !tree.isMissingNode()) {
                return tree;
            }
        } catch (JacksonException notJson) {
            throw JobError.invalid("document is not JSON: " + notJson.getOriginalMessage());
        }
        throw JobError.invalid("document is empty");
    }

    private static @Nullable Long timeout(WireInput body) {
        Optional<Long> minutes =
                body.structure("timeoutConfig").flatMap(config -> config.number("inProgressTimeoutInMinutes"));
        if (minutes.isPresent() && (minutes.get() < 1 || minutes.get() > MAX_TIMEOUT_MINUTES)) {
            throw JobError.invalid("inProgressTimeoutInMinutes must be 1 to " + MAX_TIMEOUT_MINUTES);
        }
        return minutes.orElse(null);
    }

    private String arn(Job job) {
        return identity.arn("iot", "job/" + job.id()).toString();
    }

    private void named(Job job, String description, WireOutput out) throws IOException {
        out.text("jobArn", arn(job)).text("jobId", job.id());
        if (!description.isEmpty()) {
            out.text("description", description);
        }
    }

    WireOutput.Body describe(RestInput in) {
        return jobs.read(in.label("jobId"), found -> {
            JobRecord now = copy(found);
            return out -> out.structure("job", item -> write(now, item));
        });
    }

    /** The answer is written later, outside the lock. */
    private static JobRecord copy(JobRecord found) {
        JobRecord copy = new JobRecord(found.job, found.order, found.createdAt);
        copy.executions.putAll(found.executions);
        copy.status = found.status;
        copy.description = found.description;
        copy.updatedAt = found.updatedAt;
        copy.completedAt = found.completedAt;
        copy.reasonCode = found.reasonCode;
        copy.comment = found.comment;
        copy.forceCanceled = found.forceCanceled;
        return copy;
    }

    private void write(JobRecord found, WireOutput out) throws IOException {
        named(found.job, found.description, out);
        summary(found, out);
        out.texts("targets", found.job.targetArns()).bool("forceCanceled", found.forceCanceled);
        out.text("reasonCode", Optional.ofNullable(found.reasonCode))
                .text("comment", Optional.ofNullable(found.comment));
        Long minutes = found.job.timeoutMinutes();
        if (minutes != null) {
            out.structure("timeoutConfig", config -> config.number("inProgressTimeoutInMinutes", minutes));
        }
        out.structure("jobProcessDetails", details -> {
            for (Map.Entry<String, ExecutionStatus> count : COUNTS.entrySet()) {
                details.number("numberOf%sThings".formatted(count.getKey()), found.count(count.getValue()));
            }
        });
    }

    private static final Map<String, ExecutionStatus> COUNTS = Map.of(
            "Queued", ExecutionStatus.QUEUED,
            "InProgress", ExecutionStatus.IN_PROGRESS,
            "Succeeded", ExecutionStatus.SUCCEEDED,
            "Failed", ExecutionStatus.FAILED,
            "Rejected", ExecutionStatus.REJECTED,
            "TimedOut", ExecutionStatus.TIMED_OUT,
            "Removed", ExecutionStatus.REMOVED,
            "Canceled", ExecutionStatus.CANCELED);

    private static void summary(JobRecord found, WireOutput out) throws IOException {
        out.text("targetSelection", SNAPSHOT)
                .text("status", found.status)
                .timestamp("createdAt", Instant.ofEpochSecond(found.createdAt))
                .timestamp("lastUpdatedAt", Instant.ofEpochSecond(found.updatedAt));
        if (found.completedAt != 0) {
            out.timestamp("completedAt", Instant.ofEpochSecond(found.completedAt));
        }
    }

    WireOutput.Body update(RestInput in) {
        WireInput body = in.json();
        known(body, UPDATE);
        jobs.edit(
                in.label("jobId"),
                found -> found.description = text(body, "description", TEXT).orElse(found.description));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body list(RestInput in) {
        for (String member : List.of("namespaceId", "thingGroupName", "thingGroupId")) {
            if (in.query(member).isPresent()) {
                throw JobError.notEmulated(member);
            }
        }
        Optional<String> status = in.query("status");
        if (status.isPresent() && !STATES.contains(status.get())) {
            throw JobError.invalid("status '%s' is none; there are %s".formatted(status.get(), new TreeSet<>(STATES)));
        }
        String selection = in.query("targetSelection").orElse(SNAPSHOT);
        if (!selection.equals(SNAPSHOT) && !selection.equals("CONTINUOUS")) {
            throw JobError.invalid("targetSelection must be SNAPSHOT or CONTINUOUS, not '%s'".formatted(selection));
        }
        List<JobRecord> all = jobs.all(JobOperations::copy).stream()
                .filter(found -> status.isEmpty() || status.get().equals(found.status))
                .filter(found -> selection.equals(SNAPSHOT))
                .toList();
        JobPage page = JobPage.read(in);
        return out -> {
            List<JobRecord> shown = page.of(all, found -> -found.order);
            out.structures("jobs", shown, (found, item) -> {
                item.text("jobArn", arn(found.job)).text("jobId", found.job.id());
                summary(found, item);
            });
            page.writeToken(out, all, shown, found -> -found.order);
        };
    }

    WireOutput.Body cancel(RestInput in) {
        WireInput body = in.json();
        String id = in.label("jobId");
        jobs.cancel(
                id,
                force(in),
                text(body, "reasonCode", REASON).orElse(null),
                text(body, "comment", TEXT).orElse(null));
        return jobs.read(id, found -> {
            String description = found.description;
            return out -> named(found.job, description, out);
        });
    }

    WireOutput.Body delete(RestInput in) {
        if (in.query("namespaceId").isPresent()) {
            throw JobError.notEmulated("namespaceId");
        }
        jobs.delete(in.label("jobId"), force(in));
        return WireOutput.Body.NONE;
    }

    WireOutput.Body document(RestInput in) {
        String document = jobs.read(in.label("jobId"), found -> found.job.documentText());
        return out -> out.text("document", document);
    }

    static boolean force(RestInput in) {
        String force = in.query("force").orElse("false");
        if (!force.equals("true") && !force.equals("false")) {
            throw JobError.invalid("force must be true or false, not '%s'".formatted(force));
        }
        return force.equals("true");
    }
}
