package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatePlaceTest {
    private static final String RULE = """
            Resources:
              Rule:
                Type: AWS::IoT::TopicRule
                Properties:
                  RuleName: r
                  TopicRulePayload:
                    Sql: SELECT * FROM 'a'
                    Actions:
                      - Kinesis:
                          StreamName: s
                          PartitionKye: k
                          RoleArn: r
                    ErrorAction:
                      Republish: {Topic: t, RoleArn: r}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "rule r: actions[0].kinesis.partitionKye: there is no such thing | 11:29",
                "rule r: actions[0].kinesis: the parameter 'x' is missing | 10:15",
                "rule r: actions[0]: there is no action 'kinesis' | 9:13",
                "rule r: actions[0].kinesis.streamNames: no | 10:15",
                "rule r: errorAction.republish.topic: no | 14:30",
                "rule r: line 1, column 2: no | 2:3",
                "something else | 2:3"
            })
    void refusedPartOfARuleIsPointedTo(String message, String place) throws IOException {
        TemplatePlace rule = TemplatePlace.ofRule(plan(), "r");

        assertThatThrownBy(() -> rule.blamedFor(() -> {
                    throw new AwsException("InvalidRequestException", 400, message);
                }))
                .isInstanceOf(StartException.class)
                .hasMessage("%s:%s: AWS::IoT::TopicRule 'r': InvalidRequestException: %s"
                        .formatted(folder.resolve("app.yaml"), place, message));
    }

    @Test
    void whatIsNotInTheTemplateIsNamedWithoutAPlace() throws IOException {
        TemplatePlace other = TemplatePlace.of(plan(), "AWS::Serverless::Function", "f");

        assertThatThrownBy(() -> other.blamedFor(() -> {
                    throw new StartException("no handler");
                }))
                .hasMessage("AWS::Serverless::Function 'f': no handler");
    }

    private PipelinePlan plan() throws IOException {
        return TemplateReader.read(Files.writeString(folder.resolve("app.yaml"), RULE), Map.of(), AwsIdentity.DEFAULT);
    }
}
