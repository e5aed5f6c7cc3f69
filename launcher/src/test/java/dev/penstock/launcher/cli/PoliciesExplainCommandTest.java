package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.Brokers;
import dev.penstock.broker.DeviceIdentities;
import dev.penstock.broker.IdentitySettings;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PoliciesExplainCommandTest {
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final DeviceIdentities identities =
            Brokers.identities(AwsIdentity.DEFAULT, TestTime.at("2026-01-01T00:00:00Z"), IdentitySettings.DEFAULT);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        identities.explain(endpoint);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private int run(String... options) {
        CommandLine command = PenstockCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        String[] all = new String[options.length + 4];
        all[0] = "policies";
        all[1] = "explain";
        all[2] = "--url";
        all[3] = endpoint.uri().toString();
        System.arraycopy(options, 0, all, 4, options.length);
        return command.execute(all);
    }

    @Test
    void pipelineWithoutRefusalsSaysSo() {
        int code = run();

        assertThat(code).isZero();
        assertThat(out.toString()).contains("No policy was asked yet.", "No client was refused.");
    }

    @Test
    void documentIsPrintedWithJson() {
        int code = run("--json");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("\"denials\":[]");
    }

    @Test
    void questionThatCannotBeAnsweredIsAWrongUse() {
        int code = run("--client-id", "pump-7", "--action", "Publish", "--topic", "a/b");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("no certificate is attached to thing 'pump-7'");
    }
}
