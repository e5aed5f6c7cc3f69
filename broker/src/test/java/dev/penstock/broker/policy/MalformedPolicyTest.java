package dev.penstock.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedPolicyTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "nonsense ~ it is not JSON",
                "[] ~ it must be a JSON object",
                "{} ~ it needs a Statement",
                "{'Version':'2020-01-01','Statement':{}} ~ Version must be 2012-10-17, not '2020-01-01'",
                "{'Version':'2012-10-17','Statement':[]} ~ it needs a Statement",
                "{'Statement':[{'Effect':'Allow','Effect':'Deny','Action':'*','Resource':'*'}]} ~ Duplicate field",
                "{'Statement':[{'Effect':'allow','Action':'*','Resource':'*'}]} ~ must be Allow or Deny, not 'allow'",
                "{'Statement':[{'Action':'*','Resource':'*'}]} ~ Effect of statement 1 must be a text",
                "{'Statement':[{'Effect':'Allow','Resource':'*'}]} ~ statement 1 needs Action or NotAction",
                "{'Statement':[{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}]} ~ and not both",
                "{'Statement':[{'Effect':'Allow','Action':'*'}]} ~ statement 1 needs Resource or NotResource",
                "{'Statement':[{'Effect':'Allow','Action':[],'Resource':'*'}]} ~ must not be an empty list",
                "{'Statement':[{'Effect':'Allow','Action':'Publish','Resource':'*'}]} ~ must look like iot:Publish",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'topic/a'}]} ~ must be an ARN or *",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}]} ~ a member 'Principal'",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Matches':{'a':'b'}}}]} ~ 'Matches' of statement 1 is no condition operator",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NotStringEquals':{'a':'b'}}}]} ~ is no condition operator",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericNotLessThan':{'a':1}}}]} ~ is no condition operator",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'a':'b'}}}]} ~ cannot be compared",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/40'}}}]} ~ cannot be compared",
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'a':'yes'}}}]} ~ cannot be compared"
            })
    void documentWithoutAMeaningIsRefused(String document, String complaint) {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> PolicyDocument.parse(document.replace('\'', '"')))
                .withMessageStartingWith("Policy document is Malformed: ")
                .withMessageContaining(complaint)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("MalformedPolicyException"));
    }

    @Test
    void whiteSpaceDoesNotCountForTheLength() {
        String document =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

        assertThat(PolicyDocument.parse(document + " ".repeat(4000)).statements())
                .hasSize(1);
    }

    @Test
    void documentOverTheLimitIsRefused() {
        String document = "{\"Statement\":[{\"Sid\":\"%s\"}]}".formatted("x".repeat(2100));

        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> PolicyDocument.parse(document))
                .withMessageContaining("more than 2048 characters");
    }
}
