package dev.penstock.functions.clients;

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
 * at the end of the class: the table in docs/lambda.md claims no more than tests show.
 */
final class CallRecord {
    private static final Path FOLDER = Path.of("src", "test", "resources", "clients");

    private final String name;
    private final Set<String> calls = new ConcurrentSkipListSet<>();

    /** @param name of the file with the record */
    CallRecord(String name) {
        this.name = name;
    }

    /** Notes the successful calls of an SDK client of Lambda under a name. */
    ExecutionInterceptor of(String client) {
        return new ExecutionInterceptor() {
            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                if ("Lambda".equals(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))) {
                    add(client, attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
                }
            }
        };
    }

    /** Notes a successful call. */
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

    /** What all records together say: lines of client and operation. */
    static List<String> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            Set<String> lines = new TreeSet<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".txt")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return List.copyOf(lines);
        }
    }
}
