package dev.penstock.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.policy.Decision.Verdict;
import dev.penstock.broker.policy.PolicyEngine.NamedPolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operator in every form. Source: IAM user guide, condition operators, multivalued context keys. */
class ConditionOperatorTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "StringEquals a a A",
                "StringNotEquals a A a",
                "StringEqualsIgnoreCase aB Ab b",
                "StringNotEqualsIgnoreCase aB b AB",
                "StringLike p?-* p1-x P1-x",
                "StringNotLike p?-* P1-x p1-",
                "StringLikeIgnoreCase p?-* P1-x p1",
                "StringNotLikeIgnoreCase p?-* p1 P1-x",
                "NumericEquals 5 5.0 6",
                "NumericNotEquals 5 6 5.0",
                "NumericLessThan 5 4 5",
                "NumericLessThanEquals 5 5 5.1",
                "NumericGreaterThan 5 5.1 5",
                "NumericGreaterThanEquals 5 5 4.9",
                "DateEquals 2026-01-01T00:00:00Z 2026-01-01T01:00:00+01:00 2026-01-01T00:00:01Z",
                "DateNotEquals 2026-01-01T00:00:00Z 2026-01-01T00:00:01Z 1767225600",
                "DateLessThan 2026-01-01 2025-12-31T23:59:59Z 2026-01-01T00:00:00Z",
                "DateLessThanEquals 2026-01-01 2026-01-01 2026-01-02",
                "DateGreaterThan 2026-01-01T00:00:00Z 1767225601 1767225600",
                "DateGreaterThanEquals 2026-01-01T00:00:00Z 1767225600 1767225599",
                "Bool true TRUE false",
                "IpAddress 10.1.0.0/16 10.1.2.3 10.2.2.3",
                "NotIpAddress 10.1.0.0/16 10.2.2.3 10.1.2.3",
                "ArnEquals arn:aws:iot:*:*:thing/p1 arn:aws:iot:r:0:thing/p1 arn:aws:iot:r:0:thing/p2",
                "ArnNotEquals arn:aws:iot:*:*:thing/p1 arn:aws:iot:r:0:thing/p2 arn:aws:iot:r:0:thing/p1",
                "ArnLike arn:aws:iot:*:*:thing/p* arn:aws:iot:r:0:thing/p1 arn:aws:iot:r:0:policy/p1",
                "ArnNotLike arn:aws:iot:*:*:thing/p* arn:aws:iot:r:0:thing/q1 arn:aws:iot:r:0:thing/p1"
            })
    void operatorHoldsInEachForm(String operator, String wanted, String met, String unmet) {
        boolean negated = operator.contains("Not");

        check(operator, wanted, met, unmet, negated, !negated);
        check(operator + "IfExists", wanted, met, unmet, true, !negated);
        check("ForAllValues:" + operator, wanted, met, unmet, true, false);
        check("ForAnyValue:" + operator, wanted, met, unmet, false, true);
        check("ForAllValues:" + operator + "IfExists", wanted, met, unmet, true, false);
        check("ForAnyValue:" + operator + "IfExists", wanted, met, unmet, true, true);
    }

    /** @param both what it is when one value is met and another one is not */
    private static void check(String operator, String wanted, String met, String unmet, boolean absent, boolean both) {
        assertThat(holds(operator, wanted, List.of()))
                .as(operator + " without the key")
                .isEqualTo(absent);
        assertThat(holds(operator, wanted, List.of(met))).as(operator + " met").isTrue();
        assertThat(holds(operator, wanted, List.of(unmet)))
                .as(operator + " not met")
                .isFalse();
        assertThat(holds(operator, wanted, List.of(unmet, met)))
                .as(operator + " with both")
                .isEqualTo(both);
    }

    private static boolean holds(String operator, String wanted, List<String> given) {
        PolicyDocument document = PolicyDocument.parse(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:Publish\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"k\":\"%s\"}}}]}"
                        .formatted(operator, wanted));
        PolicyRequest request = new PolicyRequest(Action.PUBLISH, List.of("arn:aws:iot:r:0:topic/a"), key -> given);
        return PolicyEngine.decide(List.of(new NamedPolicy("p", 1, document)), request)
                        .verdict()
                == Verdict.ALLOWED;
    }
}
