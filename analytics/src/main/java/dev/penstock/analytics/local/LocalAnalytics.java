package dev.penstock.analytics.local;

import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsServices;
import dev.penstock.analytics.ApplicationDescription;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.analytics.InputStartingPosition;
import dev.penstock.analytics.plan.ApplicationCompiler;
import dev.penstock.analytics.run.ApplicationRun;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs applications in this JVM, each on its own thread. {@code applications} is guarded by {@code lock}. */
public final class LocalAnalytics implements Analytics {
    private static final Logger log = LoggerFactory.getLogger(LocalAnalytics.class);

    private final Object lock = new Object();
    /** One change of the set of applications at a time; stopping and starting takes long. */
    private final Object changes = new Object();

    private final Map<String, Application> applications = new LinkedHashMap<>();
    private final List<RowListener> listeners = new CopyOnWriteArrayList<>();
    private final ApplicationCompiler compiler = new ApplicationCompiler();
    private final AwsIdentity identity;
    private final ApplicationRun.Surroundings surroundings;

    public LocalAnalytics(AwsIdentity identity, Time time, Streams streams, AnalyticsServices services) {
        this.identity = identity;
        this.surroundings = new ApplicationRun.Surroundings(
                streams,
                time,
                new ApplicationRun.RowSink() {
                    @Override
                    public boolean isListening() {
                        return !listeners.isEmpty();
                    }

                    @Override
                    public void row(InApplicationRow row) {
                        tell(row);
                    }
                },
                identity,
                services);
    }

    @Override
    public String name() {
        return "analytics";
    }

    /** Returns at once; the planner warms up in the background, which the first application would pay for otherwise. */
    @Override
    public void start() {
        Threads.start("analytics-warm-up", () -> WarmUp.run(compiler));
    }

    @Override
    public void create(ApplicationSpec spec) {
        Application created = Application.create(spec, compiler, surroundings);
        synchronized (lock) {
            if (applications.putIfAbsent(spec.name(), created) != null) {
                throw new AwsException(
                        "ResourceInUseException", 400, "Application %s already exists.".formatted(spec.name()));
            }
        }
    }

    @Override
    public void startApplication(String application) {
        find(application).start(null);
    }

    @Override
    public void startApplication(String application, InputStartingPosition position) {
        find(application).start(position);
    }

    @Override
    public void update(ApplicationSpec spec) {
        synchronized (changes) {
            Application before = find(spec.name());
            Application after = Application.successor(before, spec, compiler);
            boolean wasRunning = before.retire();
            synchronized (lock) {
                applications.put(spec.name(), after);
            }
            after.continueFrom(before);
            if (wasRunning) {
                after.start(InputStartingPosition.LAST_STOPPED_POINT);
            }
        }
    }

    @Override
    public void delete(String application) {
        synchronized (changes) {
            Application deleted = find(application);
            deleted.retire();
            synchronized (lock) {
                applications.remove(application);
            }
        }
    }

    @Override
    public ApplicationDescription description(String application) {
        return find(application).description();
    }

    @Override
    public void stopApplication(String application) {
        find(application).stop();
    }

    @Override
    public ApplicationStatus status(String application) {
        return find(application).status();
    }

    @Override
    public String plan(String application) {
        return find(application).plan();
    }

    @Override
    public ApplicationView view(String application) {
        return find(application).view();
    }

    @Override
    public List<String> applications() {
        synchronized (lock) {
            return List.copyOf(applications.keySet());
        }
    }

    @Override
    public void onRow(RowListener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        List<Application> all;
        synchronized (lock) {
            all = new ArrayList<>(applications.values());
        }
        all.forEach(Application::close);
    }

    private Application find(String name) {
        synchronized (lock) {
            Application application = applications.get(name);
            if (application == null) {
                throw new AwsException(
                        "ResourceNotFoundException",
                        400,
                        "Application %s not found in account %s, region %s."
                                .formatted(name, identity.account(), identity.region()));
            }
            return application;
        }
    }

    private void tell(InApplicationRow row) {
        for (RowListener listener : listeners) {
            try {
                listener.row(row);
            } catch (RuntimeException failure) {
                log.warn("a listener for rows failed", failure);
            }
        }
    }
}
