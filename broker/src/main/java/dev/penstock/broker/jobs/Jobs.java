package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All jobs. A change tells the things that it concerns on {@code notify} and {@code notify-next}, in the order of the
 * changes. Guarded by {@code lock}.
 */
public final class Jobs {
    /** Source: AWS General Reference, AWS IoT Device Management jobs quotas, for things; the number of jobs is ours. */
    static final int MAX_THINGS = 100;

    static final int MAX_JOBS = 1_000;
    private static final int MAX_NOTIFIED = 10;
    /** In progress before queued, the oldest first. */
    private static final Comparator<JobExecution> NEXT = Comparator.comparing(
                    (JobExecution execution) -> execution.status() == ExecutionStatus.QUEUED)
            .thenComparing(JobExecution::order);

    private final Object lock = new Object();
    private final Time time;
    private final ServicePublisher publisher;
    private final Predicate<String> isThing;
    private final Map<String, JobRecord> records = new LinkedHashMap<>();
    private final JobTimers timers;
    private CompletionStage<?> told = ServicePublisher.nothing();
    private long order;

    /** @param isThing whether there is a thing of this name */
    public Jobs(Time time, ServicePublisher publisher, Predicate<String> isThing) {
        this.time = time;
        this.publisher = publisher;
        this.isThing = isThing;
        this.timers = new JobTimers(time, this::timeOut);
    }

    long now() {
        return Math.floorDiv(time.millis(), 1000L);
    }

    void create(Job job) {
        synchronized (lock) {
            if (records.containsKey(job.id())) {
                throw JobError.exists(job.id());
            }
            if (records.size() >= MAX_JOBS || job.things().size() > MAX_THINGS) {
                throw JobError.limit(
                        "Penstock keeps %d jobs with at most %d things each".formatted(MAX_JOBS, MAX_THINGS));
            }
            for (String thing : job.things()) {
                if (!isThing.test(thing)) {
                    throw JobError.noThing(thing);
                }
            }
            change(job.things(), () -> {
                JobRecord created = new JobRecord(job, order++, now());
                job.things()
                        .forEach(thing ->
                                created.executions.put(thing, JobExecution.queued(job, thing, order++, now())));
                records.put(job.id(), created);
            });
        }
    }

    /** Reads a job in the lock. */
    <T> T read(String jobId, Function<JobRecord, T> reader) {
        synchronized (lock) {
            return reader.apply(existing(jobId));
        }
    }

    /** Changes a job in the lock, in what concerns no execution. */
    void edit(String jobId, Consumer<JobRecord> change) {
        synchronized (lock) {
            JobRecord found = existing(jobId);
            change.accept(found);
            found.updatedAt = now();
        }
    }

    /** The newest first. */
    <T> List<T> all(Function<JobRecord, T> reader) {
        synchronized (lock) {
            return records.values().stream()
                    .sorted(Comparator.comparing((JobRecord found) -> found.order)
                            .reversed())
                    .map(reader)
                    .toList();
        }
    }

    private JobRecord existing(String jobId) {
        JobRecord found = records.get(jobId);
        if (found == null) {
            throw JobError.noJob(jobId);
        }
        return found;
    }

    /** Cancels what is queued, with force what is in progress too. */
    void cancel(String jobId, boolean force, @Nullable String reasonCode, @Nullable String comment) {
        synchronized (lock) {
            JobRecord found = existing(jobId);
            if (!found.isInProgress()) {
                throw JobError.invalid("Job '%s' is %s already".formatted(jobId, found.status));
            }
            change(found.job.things(), () -> {
                for (JobExecution execution : found.pending()) {
                    if (force || execution.status() == ExecutionStatus.QUEUED) {
                        JobExecution canceled = execution.become(ExecutionStatus.CANCELED, JobReport.NOTHING, now());
                        put(found, force ? canceled.forced() : canceled);
                    }
                }
                found.status = "CANCELED";
                found.reasonCode = reasonCode;
                found.comment = comment;
                found.forceCanceled = force;
                found.updatedAt = now();
                found.completedAt = now();
            });
        }
    }

    void delete(String jobId, boolean force) {
        synchronized (lock) {
            JobRecord found = existing(jobId);
            if (!force && !found.pending().isEmpty()) {
                throw JobError.jobState(
                        "Job '%s' has executions that are not over; cancel it first or delete with force"
                                .formatted(jobId));
            }
            change(found.job.things(), () -> records.remove(jobId));
            found.executions.values().forEach(timers::drop);
        }
    }

    /** An execution as it is now; {@code $next} may find none. */
    Optional<JobExecution> find(String jobId, String thing) {
        synchronized (lock) {
            return jobId.equals("$next") ? next(thing) : Optional.of(existing(jobId, thing));
        }
    }

    /** As {@link #find}, for the device itself, which is not told about what is over. */
    Optional<JobExecution> findPending(String jobId, String thing) {
        Optional<JobExecution> found = find(jobId, thing);
        if (found.isPresent() && !found.get().isPending()) {
            throw JobError.terminal();
        }
        return found;
    }

    private JobExecution existing(String jobId, String thing) {
        JobRecord found = records.get(jobId);
        JobExecution execution = found == null ? null : found.executions.get(thing);
        if (execution == null) {
            throw JobError.noExecution(jobId, thing);
        }
        return execution;
    }

    /** All executions of a thing, in the order in which they were queued. */
    List<JobExecution> ofThing(String thing) {
        synchronized (lock) {
            return records.values().stream()
                    .map(found -> found.executions.get(thing))
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparing(JobExecution::order))
                    .toList();
        }
    }

    /** Those that are not over, the next first. */
    List<JobExecution> pending(String thing) {
        return ofThing(thing).stream()
                .filter(JobExecution::isPending)
                .sorted(NEXT)
                .toList();
    }

    private Optional<JobExecution> next(String thing) {
        return pending(thing).stream().findFirst();
    }

    /** Begins the next execution, unless it has begun. */
    Optional<JobExecution> startNext(String thing, JobReport report) {
        synchronized (lock) {
            Optional<JobExecution> next = next(thing);
            return next.isPresent() && next.get().status() == ExecutionStatus.QUEUED
                    ? Optional.of(become(next.get(), ExecutionStatus.IN_PROGRESS, report))
                    : next;
        }
    }

    /** @param expectedVersion null when any will do */
    JobExecution update(
            String jobId, String thing, ExecutionStatus status, JobReport report, @Nullable Long expectedVersion) {
        synchronized (lock) {
            JobExecution execution = existing(jobId, thing);
            checkVersion(expectedVersion, execution);
            if (!execution.isPending() || status == ExecutionStatus.QUEUED) {
                throw JobError.state(
                        "A job execution that is %s cannot become %s".formatted(execution.status(), status), execution);
            }
            return become(execution, status, report);
        }
    }

    void cancelExecution(
            String jobId,
            String thing,
            boolean force,
            @Nullable Map<String, String> details,
            @Nullable Long expectedVersion) {
        synchronized (lock) {
            JobExecution execution = existing(jobId, thing);
            checkVersion(expectedVersion, execution);
            if (!execution.isPending() || (!force && execution.status() == ExecutionStatus.IN_PROGRESS)) {
                throw JobError.state(
                        "A job execution that is %s cannot be canceled%s"
                                .formatted(execution.status(), execution.isPending() ? " without force" : ""),
                        execution);
            }
            become(force ? execution.forced() : execution, ExecutionStatus.CANCELED, JobReport.of(details));
        }
    }

    void deleteExecution(String jobId, String thing, boolean force) {
        synchronized (lock) {
            JobExecution execution = existing(jobId, thing);
            if (execution.status() == ExecutionStatus.IN_PROGRESS && !force) {
                throw JobError.state("A job execution in progress cannot be deleted without force", execution);
            }
            change(List.of(thing), () -> {
                JobRecord found = existing(jobId);
                found.executions.remove(thing);
                timers.drop(execution);
                found.settle(now());
            });
        }
    }

    private static void checkVersion(@Nullable Long expected, JobExecution execution) {
        if (expected != null && expected != execution.version()) {
            throw JobError.version(expected, execution);
        }
    }

    private JobExecution become(JobExecution execution, ExecutionStatus status, JobReport report) {
        JobExecution next = execution.become(status, report, now());
        change(List.of(execution.thing()), () -> {
            JobRecord found = existing(execution.jobId());
            put(found, next);
            found.settle(now());
        });
        return next;
    }

    private void put(JobRecord found, JobExecution execution) {
        found.executions.put(execution.thing(), execution);
        timers.follow(execution);
    }

    private void timeOut(JobExecution begun) {
        synchronized (lock) {
            JobRecord found = records.get(begun.jobId());
            if (found != null && begun.equals(found.executions.get(begun.thing()))) {
                become(begun, ExecutionStatus.TIMED_OUT, JobReport.NOTHING);
            }
        }
    }

    /** Makes a change, in the lock, and tells the things whose pending executions are others than before. */
    private void change(List<String> things, Runnable change) {
        Map<String, List<JobExecution>> before = new LinkedHashMap<>();
        things.forEach(thing -> before.put(thing, pending(thing)));
        change.run();
        before.forEach((thing, old) -> tell(thing, old, pending(thing)));
    }

    private void tell(String thing, List<JobExecution> before, List<JobExecution> now) {
        List<ObjectNode> messages = new ArrayList<>(2);
        List<String> topics = new ArrayList<>(2);
        if (!orders(before).equals(orders(now))) {
            topics.add("notify");
            messages.add(changed(now));
        }
        if (!first(before).equals(first(now))) {
            topics.add("notify-next");
            ObjectNode message = Json.MAPPER.createObjectNode().put("timestamp", now());
            now.stream()
                    .findFirst()
                    .ifPresent(next -> message.set(
                            "execution", JobDocuments.execution(next, JobDocuments.Document.OBJECT, now())));
            messages.add(message);
        }
        for (int i = 0; i < topics.size(); i++) {
            String topic = "$aws/things/%s/jobs/%s".formatted(thing, topics.get(i));
            Bytes payload = Bytes.utf8(messages.get(i).toString());
            told = told.handle((done, failure) -> null).thenCompose(last -> publisher.publish(topic, payload));
        }
    }

    private ObjectNode changed(List<JobExecution> pending) {
        ObjectNode message = Json.MAPPER.createObjectNode().put("timestamp", now());
        ObjectNode jobs = message.putObject("jobs");
        List<JobExecution> shown = pending.subList(0, Math.min(MAX_NOTIFIED, pending.size()));
        for (ExecutionStatus status : List.of(ExecutionStatus.IN_PROGRESS, ExecutionStatus.QUEUED)) {
            ArrayNode summaries = JobDocuments.summaries(shown, status);
            if (!summaries.isEmpty()) {
                jobs.set(status.name(), summaries);
            }
        }
        return message;
    }

    private static Set<Long> orders(List<JobExecution> executions) {
        Set<Long> orders = new TreeSet<>();
        executions.forEach(execution -> orders.add(execution.order()));
        return orders;
    }

    private static Optional<Long> first(List<JobExecution> executions) {
        return executions.stream().findFirst().map(JobExecution::order);
    }

    /** Completes when what was changed so far has been told. */
    CompletionStage<?> told() {
        synchronized (lock) {
            return told.handle((done, failure) -> null);
        }
    }
}
