package dev.penstock.launcher.cli;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.rules.Rules;
import dev.penstock.rules.TopicRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how one message fares with one rule: topic filter, WHERE with every sub-expression, SELECT. */
@Command(
        name = "explain",
        description = "Show why a message does or does not fire a rule.",
        mixinStandardHelpOptions = true)
final class RulesExplainCommand implements Callable<Integer> {
    @Option(names = "--sql", required = true, description = "The rule's SQL, for example \"SELECT * FROM 'sensors/+'\"")
    private String sql = "";

    @Option(
            names = "--sql-version",
            defaultValue = TopicRule.DEFAULT_SQL_VERSION,
            description = "2015-10-08 (as AWS when nothing is said) or 2016-03-23. Default: ${DEFAULT-VALUE}")
    private String sqlVersion = TopicRule.DEFAULT_SQL_VERSION;

    @Option(names = "--topic", required = true, description = "The topic the message is published to")
    private String topic = "";

    @Option(names = "--payload", required = true, description = "The payload, or @FILE to read it from a file")
    private String payload = "";

    @Option(names = "--client-id", defaultValue = "explain", description = "The publisher. Default: ${DEFAULT-VALUE}")
    private String clientId = "explain";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (SystemTime time = new SystemTime()) {
            spec.commandLine()
                    .getOut()
                    .println(Rules.explain(sql, sqlVersion, topic, payloadBytes(), clientId, time)
                            .text());
        }
        return 0;
    }

    private Bytes payloadBytes() {
        if (!payload.startsWith("@")) {
            return Bytes.utf8(payload);
        }
        Path file = Path.of(payload.substring(1));
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UserException("cannot read the payload file %s: %s".formatted(file, unreadable.getMessage()));
        }
    }
}
