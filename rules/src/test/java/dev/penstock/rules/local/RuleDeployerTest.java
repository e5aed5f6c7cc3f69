package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused when a rule is created, with the complete message. */
class RuleDeployerTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> badActions() {
        return Stream.of(
                arguments(
                        action("kinesis", "{'roleArn':'x'}"),
                        "rule r: actions[0].kinesis: the parameter 'streamName' is missing"),
                arguments(
                        action("kinesis", "{'streamName':'s','partitionkey':'k'}"),
                        "rule r: actions[0].kinesis.partitionkey: there is no parameter 'partitionkey' here;"
                                + " there are: streamName, partitionKey, roleArn. Did you mean 'partitionKey'?"),
                arguments(
                        action("kinesis", "{'streamName':5}"),
                        "rule r: actions[0].kinesis.streamName: a text is expected, not 5"),
                arguments(
                        action("republish", "{'topic':'t','qos':2}"),
                        "rule r: actions[0].republish.qos: '2' is not a number from 0 to 1"),
                arguments(
                        action("republish", "{'topic':'t','headers':{'messageExpiry':'5'}}"),
                        "rule r: actions[0].republish.headers.messageExpiry: this parameter is not supported here:"
                                + " messages do not expire here"),
                arguments(
                        action("republish", "{'topic':'t','headers':{'payloadFormatIndicator':'1'}}"),
                        "rule r: actions[0].republish.headers.payloadFormatIndicator: '1' is none of"
                                + " UNSPECIFIED_BYTES, UTF8_DATA"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badActions")
    void actionThatCannotRunIsRefused(ActionSpec action, String message) {
        AwsException error =
                catchThrowableOfType(AwsException.class, () -> fixture.rule("r", "SELECT * FROM 'a'", action));

        assertThat(error.code()).isEqualTo("InvalidRequestException");
        assertThat(error).hasMessage(message);
        assertThat(fixture.engine.rules()).isEmpty();
    }

    @Test
    void actionThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThat(catchThrowableOfType(
                        AwsException.class, () -> fixture.rule("r", "SELECT * FROM 'a'", action("kinesys", "{}"))))
                .hasMessageStartingWith("rule r: actions[0]: there is no action 'kinesys'; supported are: ")
                .hasMessageEndingWith("Did you mean 'kinesis'?");
        assertThat(catchThrowableOfType(
                        AwsException.class, () -> fixture.rule("r", "SELECT * FROM 'a'", action("salesforce", "{}"))))
                .hasMessageStartingWith(
                        "rule r: actions[0]: the action 'salesforce' has no service here that could carry it"
                                + " out; to accept it and keep what it would send, start with --record-only");
    }

    @Test
    void badTemplateIsASqlErrorThatNamesTheField() {
        AwsException error = catchThrowableOfType(
                AwsException.class,
                () -> fixture.rule(
                        "r", "SELECT * FROM 'a'", action("kinesis", "{'streamName':'s','partitionKey':'${tpic(2)}'}")));

        assertThat(error.code()).isEqualTo("SqlParseException");
        assertThat(error)
                .hasMessage(
                        "rule r: actions[0].kinesis.partitionKey: line 1, column 3: there is no function tpic(). Did"
                                + " you mean 'topic'?\n  ${tpic(2)}\n    ^");
    }

    @Test
    void unknownVersionIsRefused() {
        AwsException error = catchThrowableOfType(
                AwsException.class,
                () -> fixture.engine.create(
                        new TopicRule("r", "SELECT * FROM 'a'", "2016-03-24", false, List.of(), null)));

        assertThat(error)
                .hasMessage("rule r: awsIotSqlVersion '2016-03-24' does not exist;"
                        + " use one of 2015-10-08, 2016-03-23, beta");
    }

    @Test
    void badNameAndTooManyActionsAreRefused() {
        ActionSpec action = EngineFixture.republish("t");

        assertThat(catchThrowableOfType(AwsException.class, () -> fixture.rule("a-b", "SELECT * FROM 'a'")))
                .hasMessage("rule a-b: a rule name has 1 to 128 letters, digits and underscores");
        assertThat(catchThrowableOfType(
                        AwsException.class,
                        () -> fixture.rule(
                                "r",
                                "SELECT * FROM 'a'",
                                Collections.nCopies(11, action).toArray(new ActionSpec[0]))))
                .hasMessage("rule r: a rule has at most 10 actions, this one has 11");
    }
}
