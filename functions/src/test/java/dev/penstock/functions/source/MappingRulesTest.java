package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingRulesTest {
    private final MappedStream stream = new MappedStream();

    @AfterEach
    void close() {
        stream.close();
    }

    private static void refused(Runnable call, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void whatAMappingMayNotBeIsRefusedInAwsWords() {
        EventSourceMappingSpec fine = MappedStream.spec();

        refused(
                () -> stream.mappings.create(fine.withFilters(List.of("no json"))),
                "InvalidParameterValueException",
                "Invalid filter pattern definition.");
        refused(
                () -> stream.mappings.create(fine.withOnFailure("arn:aws:lambda:us-east-1:000000000000:function:g")),
                "InvalidParameterValueException",
                "Unsupported DestinationConfig parameter for given event source mapping type.");
        refused(
                () -> stream.mappings.create(fine.withParallelization(11)),
                "ValidationException",
                "Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than");
        refused(
                () -> stream.mappings.create(EventSourceMappingSpec.of("s", "f", new StartingPosition.TrimHorizon())),
                "InvalidParameterValueException",
                "Unrecognized event source.");
        refused(
                () -> stream.mappings.create(EventSourceMappingSpec.of(
                        "arn:aws:sqs:us-east-1:000000000000:q", "f", new StartingPosition.TrimHorizon())),
                "InvalidParameterValueException",
                "'sqs' are not emulated");
        refused(
                () -> stream.mappings.create(EventSourceMappingSpec.of(
                        "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/x",
                        "f",
                        new StartingPosition.AtTimestamp(stream.time.now()))),
                "InvalidParameterValueException",
                "Unsupported starting position for arn type: arn:aws:dynamodb:");
        refused(
                () -> stream.mappings.create(EventSourceMappingSpec.of(
                        MappedStream.STREAM,
                        "f",
                        new StartingPosition.AtTimestamp(stream.time.now().plusSeconds(1)))),
                "InvalidParameterValueException",
                "must not be in the future");
        assertThat(stream.mappings.all()).isEmpty();
    }

    @Test
    void functionArnKeepsTheQualifierThatAPartOfAnArnCarried() {
        String whole = "arn:aws:lambda:us-east-1:000000000000:function:f";

        assertThat(MappedArn.of("f", AwsIdentity.DEFAULT)).isEqualTo(whole);
        assertThat(MappedArn.of(whole + ":$LATEST", AwsIdentity.DEFAULT)).isEqualTo(whole);
        assertThat(MappedArn.of("000000000000:function:f:$LATEST", AwsIdentity.DEFAULT))
                .isEqualTo(whole + ":$LATEST");
        assertThat(MappedArn.of("f:live", AwsIdentity.DEFAULT)).isEqualTo(whole + ":live");
    }
}
