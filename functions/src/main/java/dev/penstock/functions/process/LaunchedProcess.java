package dev.penstock.functions.process;

import dev.penstock.platform.lifecycle.Threads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's process of an environment. What it prints to standard error joins its standard output. The
 * limits here are real time, whatever the pipeline's clock: a process lives in real time.
 */
record LaunchedProcess(Process process, String name) {
    private static final Logger log = LoggerFactory.getLogger(LaunchedProcess.class);
    private static final int GRACE_MILLIS = 500;
    private static final File NOTHING = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    /** @param apiAddress {@code host:port} of its Runtime API */
    static LaunchedProcess start(Command command, Path folder, String apiAddress, String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(
                        command.lifeline() ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.from(NOTHING));
        Map<String, String> variables = builder.environment();
        variables.clear();
        variables.putAll(command.variables());
        variables.put("AWS_LAMBDA_RUNTIME_API", apiAddress);
        return new LaunchedProcess(builder.start(), name);
    }

    /** Asks it to end, and after 500 ms makes it end, with all processes that it started. Does not block. */
    void kill() {
        Threads.start(name + "-kill", this::killNow);
    }

    private void killNow() {
        List<ProcessHandle> family = process.descendants().toList(); // once it has ended nobody knows them any more
        process.destroy();
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("process {} of {} ignores the request to end", process.pid(), name);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends it and all processes that it started, at once. */
    void destroyForcibly() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As the system sees it at this moment; {@link #isAlive} may still say yes when it says no. */
    boolean isRunning() {
        return process.toHandle().isAlive();
    }
}
