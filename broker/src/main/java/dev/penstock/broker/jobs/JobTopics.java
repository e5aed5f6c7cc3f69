package dev.penstock.broker.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.jobs.JobDocuments.Document;
import dev.penstock.broker.service.ServicePublisher;
import dev.penstock.broker.service.ThingRequests;
import dev.penstock.broker.service.TopicService;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The device's side over MQTT. Answers go to the client that asked, subscribed or not, and to nobody else. Source: AWS IoT
 * Core developer guide, Jobs device MQTT API operations.
 */
public final class JobTopics implements TopicService {
    private static final ThingRequests REQUESTS = new ThingRequests("jobs/(?:(get|start-next)|([^/]+)/(get|update))");

    private final Jobs jobs;
    private final ServicePublisher publisher;

    public JobTopics(Jobs jobs, ServicePublisher publisher) {
        this.jobs = jobs;
        this.publisher = publisher;
    }

    @Override
    public boolean takes(String topic) {
        return REQUESTS.contain(topic);
    }

    /** Things hear of a change before the client that made it has its answer. */
    @Override
    public CompletionStage<?> accept(PublishedMessage message) {
        ObjectNode answer;
        boolean accepted = true;
        try {
            answer = answer(message.topic(), message.payload());
        } catch (JobError refusal) {
            answer = refusal(refusal, message.payload());
            accepted = false;
        }
        answer.put("timestamp", jobs.now());
        String topic = message.topic() + (accepted ? "/accepted" : "/rejected");
        Bytes payload = Bytes.utf8(answer.toString());
        return jobs.told().thenCompose(told -> publisher.send(message.clientId(), topic, payload, message.qos()));
    }

    private ObjectNode answer(String topic, Bytes payload) {
        Matcher matched = REQUESTS.of(topic);
        JobRequest request = JobRequest.read(payload);
        request.check();
        String thing = matched.group(1);
        String forAll = matched.group(2);
        ObjectNode answer = forAll == null
                ? ofJob(matched.group(3), matched.group(4), thing, request)
                : forAll.equals("get")
                        ? JobDocuments.pending(jobs.pending(thing))
                        : execution(jobs.startNext(thing, request.report(false)), Document.OBJECT, jobs.now());
        return withToken(answer, request.clientToken());
    }

    private ObjectNode ofJob(String jobId, String operation, String thing, JobRequest request) {
        if (operation.equals("get")) {
            Document document = request.flag("includeJobDocument", true) ? Document.OBJECT : Document.NONE;
            return execution(jobs.findPending(jobId, thing), document, jobs.now());
        }
        JobExecution updated =
                jobs.update(jobId, thing, request.status(), request.report(true), request.expectedVersion());
        return updated(updated, request, Document.OBJECT);
    }

    /** What UpdateJobExecution answers. */
    static ObjectNode updated(JobExecution execution, JobRequest request, Document form) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        if (request.flag("includeJobExecutionState", false)) {
            answer.set("executionState", JobDocuments.state(execution));
        }
        if (request.flag("includeJobDocument", false)) {
            JobDocuments.document(execution, form, answer);
        }
        return answer;
    }

    /** Without a next job there is no execution. */
    static ObjectNode execution(Optional<JobExecution> found, Document form, long now) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        found.ifPresent(execution -> answer.set("execution", JobDocuments.execution(execution, form, now)));
        return answer;
    }

    private static ObjectNode refusal(JobError refusal, Bytes payload) {
        ObjectNode answer = Json.MAPPER
                .createObjectNode()
                .put("code", refusal.mqttCode())
                .put("message", String.valueOf(refusal.getMessage()));
        JobExecution execution = refusal.execution();
        if (execution != null) {
            answer.set("executionState", JobDocuments.state(execution));
        }
        return withToken(answer, token(payload));
    }

    private static @Nullable String token(Bytes payload) {
        try {
            return JobRequest.read(payload).clientToken();
        } catch (JobError notJson) {
            return null;
        }
    }

    private static ObjectNode withToken(ObjectNode answer, @Nullable String token) {
        return token == null ? answer : answer.put("clientToken", token);
    }
}
