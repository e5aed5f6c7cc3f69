package dev.penstock.stream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.stream.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersWireTest {
    private static final String ARN = FanOut.STREAM_ARN;

    private final FanOut fanOut = new FanOut();
    private final Api api = fanOut.api;

    private Api.Answer list(String more) {
        return api.call("ListStreamConsumers", "{'StreamARN':'%s'%s}".formatted(ARN, more));
    }

    private static List<String> names(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("Consumers")
                .forEach(consumer -> names.add(consumer.path("ConsumerName").asText()));
        return names;
    }

    @Test
    void registrationAnswersWithTheConsumer() {
        Api.Answer answer = api.call(
                "RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'second','Tags':{'a':'b'}}".formatted(ARN));

        assertThat(answer.summary()).isEqualTo("""
                {"Consumer":{"ConsumerName":"second","ConsumerARN":"%s/consumer/second:1767225600",\
                "ConsumerStatus":"CREATING","ConsumerCreationTimestamp":1767225600.000}}""".formatted(ARN));
    }

    @Test
    void consumerIsDescribedByArnOrByName() {
        String expected = """
                {"ConsumerDescription":{"ConsumerName":"app","ConsumerARN":"%s/consumer/app:1767225600",\
                "ConsumerStatus":"ACTIVE","ConsumerCreationTimestamp":1767225600.000,"StreamARN":"%s"}}""".formatted(ARN, ARN);

        assertThat(api.call("DescribeStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn))
                        .summary())
                .isEqualTo(expected);
        assertThat(api.call("DescribeStreamConsumer", "{'StreamARN':'%s','ConsumerName':'app'}".formatted(ARN))
                        .summary())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`'StreamARN':'%1$s','ConsumerName':'nobody'`, `ResourceNotFoundException: Consumer nobody, account"
                        + " 000000000000 not found.`",
                "`'ConsumerARN':'%1$s/consumer/app:1'`, `ResourceNotFoundException: Consumer %1$s/consumer/app:1,"
                        + " account 000000000000 not found.`",
                "`'ConsumerARN':'%1$s/consumer/app:1767225600','ConsumerName':'other'`, `InvalidArgumentException:"
                        + " ConsumerARN %1$s/consumer/app:1767225600 does not name the same consumer as StreamARN"
                        + " and ConsumerName`",
                "`'StreamARN':'%1$s'`, `InvalidArgumentException: Either ConsumerARN, or both StreamARN and ConsumerName"
                        + " must be given.`",
                "`'StreamARN':'%1$sx','ConsumerName':'app'`, `ResourceNotFoundException: Stream eventsx under account"
                        + " 000000000000 not found.`",
                "`'ConsumerARN':'app'`, `ValidationException: 1 validation error detected: Value 'app' at 'consumerARN'"
                        + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
                        + " (arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+`"
            })
    void referenceToNoConsumerIsRefused(String members, String refusal) {
        assertThat(api.call("DescribeStreamConsumer", "{" + members.formatted(ARN) + "}")
                        .summary())
                .isEqualTo(refusal.formatted(ARN));
    }

    @Test
    void nameIsTakenOnce() {
        assertThat(api.call("RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'app'}".formatted(ARN))
                        .summary())
                .isEqualTo("ResourceInUseException: Consumer app under stream events already exists for account"
                        + " 000000000000.");
    }

    @Test
    void twentyConsumersAreTheMost() {
        for (int i = 1; i < 20; i++) {
            fanOut.register("c" + i);
        }

        Api.Answer answer =
                api.call("RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'c20'}".formatted(ARN));

        assertThat(answer.summary()).startsWith("LimitExceededException: Stream events under account");
        assertThat(names(list("").body())).hasSize(20);
    }

    @Test
    void statesLastAsLongAsSet() {
        FanOut slow = new FanOut(StreamSettings.defaults().withTransition(Duration.ofSeconds(2)));
        String reference = "{'ConsumerARN':'%s'}".formatted(slow.consumerArn);

        assertThat(status(slow, reference)).isEqualTo("CREATING");
        slow.time.advance(Duration.ofSeconds(2));
        assertThat(status(slow, reference)).isEqualTo("ACTIVE");
        slow.api.call("DeregisterStreamConsumer", reference);
        assertThat(status(slow, reference)).isEqualTo("DELETING");
        slow.time.advance(Duration.ofSeconds(2));
        assertThat(slow.api.call("DescribeStreamConsumer", reference).summary())
                .startsWith("ResourceNotFoundException");
    }

    private static String status(FanOut fanOut, String reference) {
        return fanOut.api
                .call("DescribeStreamConsumer", reference)
                .body()
                .path("ConsumerDescription")
                .path("ConsumerStatus")
                .asText();
    }

    @Test
    void fiveConsumersMayBeInCreation() {
        FanOut slow = new FanOut(StreamSettings.defaults().withTransition(Duration.ofSeconds(2)));
        for (int i = 1; i < 5; i++) {
            slow.register("c" + i);
        }

        Api.Answer answer =
                slow.api.call("RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'c5'}".formatted(ARN));
        slow.time.advance(Duration.ofSeconds(2));

        assertThat(answer.summary()).startsWith("LimitExceededException: ").contains("CREATING");
        assertThat(slow.register("c5")).contains("/consumer/c5:");
    }

    @Test
    void consumerOfTheSameNameHasAnotherArn() {
        api.call("DeregisterStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn));

        String again = fanOut.register("app");

        assertThat(again).isNotEqualTo(fanOut.consumerArn);
        assertThat(api.call("DescribeStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn))
                        .summary())
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void consumersAreListedByNameInPages() {
        for (String name : List.of("d", "b", "c")) {
            fanOut.register(name);
        }

        JsonNode first = list(",'MaxResults':3").body();
        JsonNode second = list(",'NextToken':'%s'"
                        .formatted(first.path("NextToken").asText()))
                .body();

        assertThat(names(first)).containsExactly("app", "b", "c");
        assertThat(names(second)).containsExactly("d");
        assertThat(second.has("NextToken")).isFalse();
        assertThat(second.path("Consumers").get(0)).hasToString("""
                {"ConsumerName":"d","ConsumerARN":"%s/consumer/d:1767225600","ConsumerStatus":"ACTIVE",\
                "ConsumerCreationTimestamp":1767225600.000}""".formatted(ARN));
    }

    @Test
    void pageTokenExpires() {
        fanOut.register("b");
        String token = list(",'MaxResults':1").body().path("NextToken").asText();

        fanOut.time.advance(Duration.ofSeconds(301));

        assertThat(list(",'NextToken':'%s'".formatted(token)).summary()).startsWith("ExpiredNextTokenException");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`,'MaxResults':0`, ValidationException: 1 validation error detected: Value '0' at 'maxResults'",
                "`,'NextToken':'nonsense'`, InvalidArgumentException: Invalid NextToken.",
                "`,'StreamCreationTimestamp':1`, ResourceNotFoundException: Stream events under account"
            })
    void badListRequestIsRefused(String more, String refusal) {
        assertThat(list(more).summary()).startsWith(refusal);
    }

    @Test
    void streamWithConsumersIsKeptUnlessEnforced() {
        assertThat(api.call("DeleteStream", "{'StreamName':'events'}").summary())
                .isEqualTo("ResourceInUseException: DeleteStream can't delete %s because there are consumers associated"
                                .formatted(ARN)
                        + " with this data stream. To delete events anyway, set the EnforceConsumerDeletion parameter to"
                        + " true to force the deletion of all the consumers that are associated with it.");
        assertThat(api.call("DeleteStream", "{'StreamName':'events','EnforceConsumerDeletion':true}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("DescribeStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn))
                        .summary())
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void summaryCountsConsumers() {
        fanOut.register("second");

        assertThat(api.call("DescribeStreamSummary", "{'StreamName':'events'}")
                        .body()
                        .path("StreamDescriptionSummary")
                        .path("ConsumerCount")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void registrationIsChecked() {
        assertThat(api.call("RegisterStreamConsumer", "{}").summary())
                .isEqualTo(
                        "ValidationException: 2 validation errors detected: Value null at 'streamARN' failed to satisfy"
                                + " constraint: Member must not be null; Value null at 'consumerName' failed to satisfy"
                                + " constraint: Member must not be null");
        assertThat(api.call("RegisterStreamConsumer", "{'StreamARN':'%sx','ConsumerName':'a'}".formatted(ARN))
                        .summary())
                .isEqualTo("ResourceNotFoundException: Stream eventsx under account 000000000000 not found.");
    }

    @Test
    void consumerOfAnotherRegionIsNotFound() {
        Api elsewhere = api.signed("AKID", "eu-west-1");

        assertThat(elsewhere
                        .call("DescribeStreamConsumer", "{'ConsumerARN':'%s'}".formatted(fanOut.consumerArn))
                        .summary())
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void tagsOfAConsumerAreThoseItWasRegisteredWithAndThoseAddedLater() {
        String arn = api.call(
                        "RegisterStreamConsumer",
                        "{'StreamARN':'%s','ConsumerName':'tagged','Tags':{'a':'1'}}".formatted(ARN))
                .body()
                .path("Consumer")
                .path("ConsumerARN")
                .asText();

        api.call("TagResource", "{'ResourceARN':'%s','Tags':{'b':'2'}}".formatted(arn));

        assertThat(api.call("ListTagsForResource", "{'ResourceARN':'%s'}".formatted(arn))
                        .summary())
                .isEqualTo("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"2\"}]}");
        assertThat(api.call("ListTagsForResource", "{'ResourceARN':'%s'}".formatted(ARN))
                        .summary())
                .isEqualTo("{\"Tags\":[]}");
        assertThat(api.call("TagResource", "{'ResourceARN':'%s9','Tags':{'b':'2'}}".formatted(arn))
                        .summary())
                .startsWith("ResourceNotFoundException: Consumer tagged:");
    }

    @Test
    void badTagsRegisterNothing() {
        Api.Answer answer = api.call(
                "RegisterStreamConsumer", "{'StreamARN':'%s','ConsumerName':'tagged','Tags':{'a':'#'}}".formatted(ARN));

        assertThat(answer.summary()).startsWith("InvalidArgumentException: Some tags contain invalid characters.");
        assertThat(names(list("").body())).containsExactly("app");
    }

    @Test
    void streamThatIsNotActiveTakesNoConsumers() {
        FanOut slow = new FanOut(StreamSettings.defaults().withTransition(Duration.ofSeconds(2)));
        slow.api.call("CreateStream", "{'StreamName':'new','ShardCount':1}");

        Api.Answer answer = slow.api.call(
                "RegisterStreamConsumer",
                "{'StreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/new','ConsumerName':'early'}");

        assertThat(answer.summary())
                .isEqualTo("ResourceInUseException: Stream new under account 000000000000 not ACTIVE, instead in state"
                        + " CREATING");
    }
}
