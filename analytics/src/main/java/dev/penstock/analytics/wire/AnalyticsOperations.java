package dev.penstock.analytics.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.InputStartingPosition;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table of operations of one version, and those that are about whole applications. */
final class AnalyticsOperations {
    private static final int DEFAULT_LIMIT = 50;
    private static final List<String> NOT_SQL = List.of(
            "AddApplicationVpcConfiguration",
            "CreateApplicationPresignedUrl",
            "CreateApplicationSnapshot",
            "DeleteApplicationSnapshot",
            "DeleteApplicationVpcConfiguration",
            "DescribeApplicationOperation",
            "DescribeApplicationSnapshot",
            "DescribeApplicationVersion",
            "ListApplicationOperations",
            "ListApplicationSnapshots",
            "ListApplicationVersions",
            "RollbackApplication",
            "UpdateApplicationMaintenanceConfiguration");

    private final ControlPlane plane;
    private final Executor thread;
    private final InFlight.Gauge gauge;
    private final boolean isFirst;
    private final Model model;
    private final Descriptions descriptions;
    private final AwsJsonService service;

    AnalyticsOperations(ControlPlane plane, Executor thread, InFlight.Gauge gauge, boolean isFirst) {
        this.plane = plane;
        this.thread = thread;
        this.gauge = gauge;
        this.isFirst = isFirst;
        model = new Model(isFirst);
        descriptions = new Descriptions(plane, isFirst);
        service = new AwsJsonService(isFirst ? "KinesisAnalytics_20150814" : "KinesisAnalytics_20180523");
    }

    /** With all its operations. */
    AwsJsonService service(Discovery discovery) {
        operation("CreateApplication", model.create(), this::create);
        operation("DeleteApplication", model.delete(), this::delete);
        operation("DescribeApplication", model.ofApplication(), in -> detail(find(in)));
        operation("ListApplications", model.list(), this::list);
        operation("StartApplication", model.start(), this::start);
        operation("StopApplication", model.ofApplication(), this::stop);
        operation("UpdateApplication", updateShape(), this::update);
        Shape.Structure discover = model.discover();
        service.operation("DiscoverInputSchema", in -> {
            discover.check(in);
            return discovery.call(in, thread);
        });
        new PartOperations(plane, model, descriptions, isFirst).addTo(this);
        new TagOperations(plane).addTo(this);
        if (!isFirst) {
            NOT_SQL.forEach(name -> operation(name, model.ofApplication(), in -> {
                throw AnalyticsErrors.unsupported(
                        "%s is not for SQL applications, and Penstock emulates no others".formatted(name));
            }));
        }
        return service;
    }

    /** Adds an operation that runs after those before it. */
    void operation(String name, Shape.Structure shape, Function<WireInput, WireOutput.Body> body) {
        service.operation(
                name,
                (WireInput in) -> run(() -> {
                    shape.check(in);
                    return body.apply(in);
                }));
    }

    private CompletionStage<WireOutput.Body> run(Supplier<WireOutput.Body> work) {
        CompletableFuture<WireOutput.Body> answer = new CompletableFuture<>();
        gauge.begin();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(work.get());
                } catch (RuntimeException failure) {
                    answer.completeExceptionally(failure);
                } finally {
                    gauge.end();
                }
            });
        } catch (RejectedExecutionException full) {
            gauge.end();
            answer.completeExceptionally(
                    new AwsException("ServiceUnavailableException", 503, "Too many requests are waiting."));
        }
        return answer;
    }

    private Shape.Structure updateShape() {
        Shape.Structure change = model.change();
        if (isFirst) {
            return change.need("ApplicationUpdate", model.update());
        }
        Shape.Structure sql = model.update();
        return change.may(
                        "ApplicationConfigurationUpdate",
                        Shape.structure().may("SqlApplicationConfigurationUpdate", sql))
                .may("ServiceExecutionRoleUpdate", Shape.text(1, 2048, "arn:.*"));
    }

    private StoredApplication find(WireInput in) {
        return plane.find(in.text("ApplicationName").orElseThrow());
    }

    private WireOutput.Body detail(StoredApplication application) {
        return out -> out.structure("ApplicationDetail", detail -> descriptions.detail(application, detail));
    }

    private WireOutput.Body create(WireInput in) {
        StoredApplication created = isFirst ? Creation.first(in, plane.now()) : Creation.second(in, plane.now());
        plane.create(created);
        return isFirst
                ? out -> out.structure("ApplicationSummary", summary -> descriptions.summary(created, summary))
                : detail(created);
    }

    private WireOutput.Body delete(WireInput in) {
        plane.delete(find(in), in.timestamp("CreateTimestamp").orElseThrow());
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body list(WireInput in) {
        int limit = in.integer("Limit").orElse(DEFAULT_LIMIT);
        String after =
                in.text(isFirst ? "ExclusiveStartApplicationName" : "NextToken").orElse("");
        List<String> rest =
                plane.names().stream().filter(name -> name.compareTo(after) > 0).toList();
        List<StoredApplication> page =
                rest.stream().limit(limit).map(plane::find).toList();
        boolean hasMore = rest.size() > page.size();
        return out -> {
            out.structures("ApplicationSummaries", page, descriptions::summary);
            if (isFirst) {
                out.bool("HasMoreApplications", hasMore);
            } else if (hasMore) {
                out.text("NextToken", page.get(page.size() - 1).name());
            }
        };
    }

    private WireOutput.Body start(WireInput in) {
        StoredApplication application = find(in);
        List<WireInput> configurations = (isFirst
                        ? in.structures("InputConfigurations")
                        : in.structure("RunConfiguration").flatMap(run -> run.structures("SqlRunConfigurations")))
                .orElse(List.of());
        InputStartingPosition position = null;
        for (WireInput configuration : configurations) {
            position = position(application, configuration);
        }
        if (position == null) {
            plane.analytics().startApplication(application.name());
        } else {
            plane.analytics().startApplication(application.name(), position);
        }
        return WireOutput.Body.NONE;
    }

    private @Nullable InputStartingPosition position(StoredApplication application, WireInput configuration) {
        String id = configuration.text(isFirst ? "Id" : "InputId").orElseThrow();
        boolean isKnown = application.inputs().stream()
                .anyMatch(input -> input.path(Part.INPUT.id).asText().equals(id));
        if (!isKnown) {
            throw AnalyticsErrors.invalid("Application %s has no input %s.".formatted(application.name(), id));
        }
        return configuration
                .structure("InputStartingPositionConfiguration")
                .flatMap(start -> start.text("InputStartingPosition"))
                .map(InputStartingPosition::valueOf)
                .orElse(null);
    }

    private WireOutput.Body stop(WireInput in) {
        StoredApplication application = find(in);
        if (in.bool("Force").orElse(false)) {
            throw AnalyticsErrors.invalid("Force is not for SQL applications.");
        }
        plane.analytics().stopApplication(application.name());
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body update(WireInput in) {
        JsonNode request = in.tree();
        Update update = isFirst ? new Update(request.path("ApplicationUpdate")) : Update.second(request);
        StoredApplication changed = plane.change(in, application -> {
            StoredApplication updated = update.applyTo(application);
            return in.text("ServiceExecutionRoleUpdate").map(updated::withRole).orElse(updated);
        });
        return isFirst ? WireOutput.Body.NONE : detail(changed);
    }
}
