package dev.penstock.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionReferenceTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "warn | - | - | warn | ''",
                "warn:live | - | - | warn | live",
                "warn:$LATEST | - | - | warn | $LATEST",
                "function:warn:7 | - | - | warn | 7",
                "012345678901:function:warn | - | 012345678901 | warn | ''",
                "eu-west-1:012345678901:function:warn | eu-west-1 | 012345678901 | warn | ''",
                "arn:aws:lambda:us-east-1:000000000000:function:warn | us-east-1 | 000000000000 | warn | ''",
                "arn:aws-us-gov:lambda:us-gov-west-1:000000000000:function:warn:a_b | us-gov-west-1 | 000000000000 | warn | a_b"
            })
    void partsAreRead(String text, String region, String account, String name, String qualifier) {
        assertThat(FunctionReference.parse(text)).isEqualTo(new FunctionReference(region, account, name, qualifier));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a:b:c", "arn:aws:kinesis:us-east-1:000000000000:stream/s", "warn:", "${topic()}"})
    void whatNamesNoFunctionIsRefused(String text) {
        assertThatThrownBy(() -> FunctionReference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'%s' is neither the name nor the ARN of a function".formatted(text));
    }
}
