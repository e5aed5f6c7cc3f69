package dev.penstock.functions.local;

import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.InvocationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code as it is now, or a published version: its description and its environments. Guarded by {@code lock}. */
final class FunctionVersion {
    private static final Logger log = LoggerFactory.getLogger(FunctionVersion.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Blueprints blueprints;
    private final FunctionLogs logs;
    private final FunctionPool pool;
    private volatile FunctionDescription description;
    private volatile @Nullable CodeWatch watch;

    /** @param watched whether its code may change on disk */
    FunctionVersion(
            FunctionDescription description,
            Blueprint first,
            Blueprints blueprints,
            FunctionLogs logs,
            boolean watched) {
        this.description = description;
        this.blueprints = blueprints;
        this.logs = logs;
        pool = new FunctionPool(
                first,
                new InvocationRunner(blueprints.time(), Debugger.isPossible()),
                blueprints.time(),
                blueprints.settings().maxConcurrency());
        watch = watched ? watchOf(description.spec()) : null;
    }

    private CodeWatch watchOf(FunctionSpec spec) {
        List<Path> roots = new ArrayList<>(spec.options().layers());
        roots.add(spec.code());
        return new CodeWatch(roots, blueprints.time());
    }

    FunctionDescription description() {
        return description;
    }

    void describe(FunctionDescription next) {
        description = next;
    }

    Blueprint blueprint() {
        return pool.blueprint();
    }

    /** As {@link dev.penstock.functions.Functions#warmUp}. */
    void warmUp() {
        pool.warmUp();
    }

    CompletionStage<InvocationResult> invoke(PendingInvocation next) {
        reloadIfChanged();
        return pool.invoke(next);
    }

    /** The next invocation runs on this; those that run finish on what they began with. */
    void renew(FunctionDescription next, Blueprint blueprint, boolean watched) {
        lock.lock();
        try {
            description = next;
            watch = watched ? watchOf(next.spec()) : null;
            pool.renew(blueprint);
        } finally {
            lock.unlock();
        }
    }

    /** Whoever comes while another reloads runs on the code from before. */
    private void reloadIfChanged() {
        CodeWatch current = watch;
        if (current == null || !lock.tryLock()) {
            return;
        }
        try {
            if (current == watch && current.isChanged()) {
                reload();
            }
        } finally {
            lock.unlock();
        }
    }

    private void reload() {
        FunctionDescription old = description;
        try {
            Blueprint fresh = blueprints.latest(old.spec(), logs);
            CodeDigest digest = CodeDigest.of(old.spec().code());
            description = old.withCode(blueprints.time().now(), digest.sha256(), digest.size());
            pool.renew(fresh);
            log.info(
                    "function '{}': its code has changed and is loaded again",
                    old.spec().name());
        } catch (RuntimeException unreadable) { // an archive that is half written, a folder that is being replaced
            log.warn(
                    "function '{}': its code has changed and cannot be read, so the old code goes on: {}",
                    old.spec().name(),
                    String.valueOf(unreadable.getMessage()));
        }
    }

    /** Kills its environments; completes when they are gone. */
    CompletableFuture<Void> close() {
        return pool.close();
    }
}
