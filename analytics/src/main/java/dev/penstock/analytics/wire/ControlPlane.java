package dev.penstock.analytics.wire;

import dev.penstock.analytics.Analytics;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.WireInput;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The applications with all that the API says of them, over the engine that runs them. Applications of a template are
 * taken over when they are first asked for. Used by one thread at a time.
 */
final class ControlPlane {
    private final Map<String, StoredApplication> stored = new HashMap<>();
    private final Analytics analytics;
    private final AwsIdentity identity;
    private final Time time;
    private final Adoption adoption;

    ControlPlane(Analytics analytics, AwsIdentity identity, Time time) {
        this.analytics = analytics;
        this.identity = identity;
        this.time = time;
        this.adoption = new Adoption(identity);
    }

    Analytics analytics() {
        return analytics;
    }

    Instant now() {
        return time.now();
    }

    String arn(String application) {
        return identity.arn("kinesisanalytics", "application/" + application).toString();
    }

    /** In order of their names. */
    List<String> names() {
        return analytics.applications().stream().sorted().toList();
    }

    /** @throws AwsException ResourceNotFoundException */
    StoredApplication find(String name) {
        analytics.status(name);
        return stored.computeIfAbsent(name, adopted -> adoption.of(analytics.description(adopted)));
    }

    /** @throws AwsException ResourceNotFoundException, InvalidArgumentException for something else */
    StoredApplication findByArn(String arn) {
        String prefix = arn("");
        if (!arn.startsWith(prefix)) {
            throw AnalyticsErrors.invalid(
                    "%s is not the ARN of an application here; they begin with %s".formatted(arn, prefix));
        }
        return find(arn.substring(prefix.length()));
    }

    void create(StoredApplication application) {
        analytics.create(Specifications.of(application));
        stored.put(application.name(), application);
    }

    void delete(StoredApplication application, Instant created) {
        if (created.getEpochSecond() != application.created().getEpochSecond()) {
            throw AnalyticsErrors.stale("Application %s was created at %s, not at %s."
                    .formatted(application.name(), application.created(), created));
        }
        analytics.delete(application.name());
        stored.remove(application.name());
    }

    /** Changes the configuration of an application; nothing has changed when the engine refuses it. */
    StoredApplication change(WireInput in, UnaryOperator<StoredApplication> change) {
        StoredApplication before = find(in.text("ApplicationName").orElseThrow());
        checkVersion(in, before);
        StoredApplication after = change.apply(before).changed(time.now());
        analytics.update(Specifications.of(after));
        stored.put(after.name(), after);
        return after;
    }

    /** Changes what is beside the configuration. */
    void keep(StoredApplication application) {
        stored.put(application.name(), application);
    }

    /** What the second version of the API takes in the place of the version number. */
    static String token(StoredApplication application) {
        return "%s-%d-%d"
                .formatted(
                        Integer.toHexString(application.name().hashCode()),
                        application.created().toEpochMilli(),
                        application.version());
    }

    private static void checkVersion(WireInput in, StoredApplication application) {
        boolean hasNumber = in.number("CurrentApplicationVersionId").isPresent();
        if (!hasNumber && in.text("ConditionalToken").isEmpty()) {
            throw AnalyticsErrors.invalid("Either CurrentApplicationVersionId or ConditionalToken must be provided.");
        }
        boolean isCurrent = hasNumber
                ? in.number("CurrentApplicationVersionId").orElseThrow() == application.version()
                : in.text("ConditionalToken").orElseThrow().equals(token(application));
        if (!isCurrent) {
            throw AnalyticsErrors.stale(
                    "Application %s has version %d, not the one that the request names; describe it again."
                            .formatted(application.name(), application.version()));
        }
    }
}
