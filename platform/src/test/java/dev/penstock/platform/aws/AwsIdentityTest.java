package dev.penstock.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsIdentityTest {

    @Test
    void namesResourcesOfItsAccountAndRegion() {
        AwsIdentity identity = new AwsIdentity("123456789012", "us-gov-west-1");

        assertThat(identity.arn("kinesis", "stream/events"))
                .hasToString("arn:aws:kinesis:us-gov-west-1:123456789012:stream/events");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678901", "1234567890123", "12345678901x"})
    void accountMustHaveTwelveDigits(String account) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new AwsIdentity(account, "us-east-1"))
                .withMessageContaining("'%s'".formatted(account));
    }

    @ParameterizedTest
    @CsvSource({"''", "us-east", "US-EAST-1", "local"})
    void regionMustLookLikeOne(String region) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new AwsIdentity("123456789012", region))
                .withMessageContaining("'%s'".formatted(region));
    }
}
