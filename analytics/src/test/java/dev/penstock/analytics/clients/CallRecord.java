package dev.penstock.analytics.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * The operations that clients got an answer to in one class of tests. The record is kept in the repository and checked
 * at the end of the class: the table in docs/analytics-api.md claims no more than tests show.
 */
final class CallRecord {
    private static final Path FOLDER = Path.of("src", "test", "resources", "clients");

    private final String name;
    private final Set<String> calls = new ConcurrentSkipListSet<>();

    /** @param name of the file with the record */
    CallRecord(String name) {
        this.name = name;
    }

    /** Notes the successful calls of an SDK client under a name. */
    ExecutionInterceptor of(String client) {
        return new ExecutionInterceptor() {
            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                add(client, attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            }
        };
    }

    /** @param client with the version of the API, for example {@code boto3 v1} */
    void add(String client, String operation) {
        calls.add(client + " " + operation);
    }

    /** To be called when all tests of the class have run. */
    void check() throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("penstock.write-docs")) {
            Files.createDirectories(FOLDER);
            Files.write(file, calls);
        }
        assertThat(new TreeSet<>(calls))
                .as("calls that clients made; if they are to be others: -Dpenstock.write-docs=true")
                .containsExactlyElementsOf(Files.readAllLines(file));
    }

    /** What all records together say: lines of client, version and operation. */
    static Set<String> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            Set<String> lines = new TreeSet<>();
            for (Path file : List.copyOf(files.toList())) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        }
    }
}
