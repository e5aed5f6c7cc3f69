package dev.penstock.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {

    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource({
        "arn:aws:kinesis:eu-west-1:123456789012:stream/events, events",
        "arn:aws:lambda:eu-west-1:123456789012:function:warn:3, warn:3",
        "arn:aws:s3:::bucket, bucket",
        "arn:aws-cn:iam::123456789012:role/service/deep, service/deep"
    })
    void readsAndWritesTheTextForm(String text, String resourceName) {
        Arn arn = Arn.parse(text);

        assertThat(arn).hasToString(text);
        assertThat(arn.resourceName()).isEqualTo(resourceName);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "events",
                "arn:aws:kinesis:eu-west-1:123456789012",
                "urn:aws:s3:::bucket",
                "arn::s3:::b",
                "arn:aws:s3:::"
            })
    void refusesWhatIsNotAnArn(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Arn.parse(text))
                .withMessageContaining("ARN");
    }

    @Test
    void looksLikeAnArnByItsFirstWord() {
        assertThat(Arn.looksLike("arn:aws:s3:::bucket")).isTrue();
        assertThat(Arn.looksLike("bucket")).isFalse();
    }
}
