package dev.penstock.rules.example;

import dev.penstock.platform.lifecycle.Threads;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The action {@code appendToFile}: appends each outgoing payload to a file, one line a message.
 *
 * <pre>{"appendToFile": {"file": "out/${topic(2)}.jsonl", "createFile": true}}</pre>
 */
public final class AppendToFile implements ActionProvider {
    private static final int MAX_WAITING = 4_096;

    /** Disks block, and run() must not: one thread writes. When too many wait, run() throws: a failure of the action. */
    private final ExecutorService disk = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), Threads.factory("append-to-file"));

    @Override
    public String kind() {
        return "appendToFile";
    }

    /** Reads the parameters of one rule; the engine refuses those that are not read here. */
    @Override
    public Action create(ActionParameters parameters) {
        Field file = parameters.template("file");
        boolean createFile = parameters.flag("createFile", true);
        if (!file.isVariable() && Files.isDirectory(Path.of(file.template()))) {
            throw parameters.invalid("file", "'%s' is a directory".formatted(file.template()));
        }
        return new Append(disk, file, createFile);
    }

    @Override
    public void close() {
        disk.shutdown();
    }

    private record Append(Executor disk, Field file, boolean createFile) implements Action {

        @Override
        public String awsName() {
            return "AppendToFileAction";
        }

        @Override
        public String resource(ActionInput input) {
            return input.value(file);
        }

        /** What fails inside the stage is a failure of the action. */
        @Override
        public CompletionStage<List<Detail>> run(ActionInput input) {
            return CompletableFuture.supplyAsync(() -> append(input), disk);
        }

        private List<Detail> append(ActionInput input) {
            Path path = Path.of(input.value(file));
            StandardOpenOption[] options = createFile
                    ? new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND}
                    : new StandardOpenOption[] {StandardOpenOption.APPEND};
            try (OutputStream out = Files.newOutputStream(path, options)) {
                input.payload().writeTo(out);
                out.write('\n');
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write to " + path, failure);
            }
            return List.of(new Detail("bytes", Integer.toString(input.payload().length() + 1)));
        }
    }
}
