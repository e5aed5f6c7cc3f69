package dev.penstock.functions.local;

import dev.penstock.functions.EventSourceMappings;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionServices;
import dev.penstock.functions.FunctionSettings;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationRequest;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.event.DynamoDbSource;
import dev.penstock.functions.event.KinesisSource;
import dev.penstock.functions.java.JavaRuntime;
import dev.penstock.functions.process.ProcessRuntime;
import dev.penstock.functions.runtime.FunctionRuntime;
import dev.penstock.functions.source.LocalMappings;
import dev.penstock.functions.source.MappedFunctions;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Functions and event source mappings on this machine. */
public final class LocalFunctions implements Functions {
    private final List<FunctionRuntime> runtimes;
    private final LocalCatalog catalog;
    private final LocalMappings mappings;

    public LocalFunctions(AwsIdentity identity, Time time, FunctionServices services, FunctionSettings settings) {
        runtimes = List.of(new ProcessRuntime(time), new JavaRuntime(time));
        catalog = new LocalCatalog(
                new Blueprints(identity, time, runtimes, settings),
                services.logs(),
                new EventEnds(identity, time, services.destinations(), this::invokeEvent));
        mappings = new LocalMappings(
                identity,
                time,
                List.of(
                        KinesisSource.of(services.streams()),
                        DynamoDbSource.of(services.tableStreams(), identity.region(), time)),
                new Mapped(identity),
                services.destinations(),
                settings.mappings());
    }

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public void start() {}

    @Override
    public FunctionCatalog catalog() {
        return catalog;
    }

    @Override
    public void warmUp(String function) {
        LocalCatalog.Target target = catalog.resolve(function);
        target.function().warmUp(target.qualifier());
    }

    @Override
    public CompletionStage<InvocationResult> invoke(InvocationRequest request) {
        try {
            LocalCatalog.Target target = catalog.resolve(request.function());
            return target.function().invoke(UUID.randomUUID().toString(), target.qualifier(), request);
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public CompletionStage<String> invokeEvent(InvocationRequest request) {
        try {
            LocalCatalog.Target target = catalog.resolve(request.function());
            target.function().describe(target.qualifier());
            return target.function().events().accept(target.qualifier(), request);
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public EventSourceMappings mappings() {
        return mappings;
    }

    @Override
    public List<String> logs(String function, int limit) {
        return catalog.resolve(function).function().logs().newest(limit);
    }

    @Override
    public void close() {
        mappings.close();
        catalog.close();
        runtimes.forEach(FunctionRuntime::close);
    }

    /** What event source mappings see. */
    private final class Mapped implements MappedFunctions {
        private final AwsIdentity identity;

        Mapped(AwsIdentity identity) {
            this.identity = identity;
        }

        /** One that says no role gets an ARN of the right form that names it. */
        @Override
        public String roleArn(String function) {
            FunctionSpec spec = catalog.describe(function).spec();
            String role = spec.options().role();
            return role.isEmpty() ? "arn:aws:iam::%s:role/%s-role".formatted(identity.account(), spec.name()) : role;
        }

        @Override
        public boolean exists(String function) {
            try {
                catalog.describe(function);
                return true;
            } catch (AwsException missing) {
                return false;
            }
        }

        @Override
        public CompletionStage<InvocationResult> invoke(String function, Bytes event) {
            return LocalFunctions.this.invoke(function, event);
        }
    }
}
