package dev.penstock.store.aws;

import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Plain values with DynamoDB's type letters: the way back from {@link PlainValues}. */
final class SdkValues {
    private static final AttributeValue NULL = AttributeValue.fromNul(true);

    private SdkValues() {}

    static Map<String, AttributeValue> of(Map<?, ? extends @Nullable Object> plain) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        plain.forEach((name, value) -> item.put(String.valueOf(name), of(value)));
        return item;
    }

    static AttributeValue of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof BigDecimal number) {
            return AttributeValue.fromN(number.toString());
        }
        if (value instanceof Boolean truth) {
            return AttributeValue.fromBool(truth);
        }
        if (value instanceof Bytes bytes) {
            return AttributeValue.fromB(sdkBytes(bytes));
        }
        if (value instanceof Map<?, ?> map) {
            return AttributeValue.fromM(of(map));
        }
        if (value instanceof List<?> list) {
            List<AttributeValue> members = new ArrayList<>();
            list.forEach(member -> members.add(of(member)));
            return AttributeValue.fromL(members);
        }
        if (value instanceof Set<?> set) {
            return setOf(set);
        }
        throw new IllegalArgumentException(
                "DynamoDB has no type for a %s".formatted(value.getClass().getName()));
    }

    private static AttributeValue setOf(Set<?> set) {
        Object first = set.isEmpty() ? "" : set.iterator().next();
        if (first instanceof BigDecimal) {
            return AttributeValue.fromNs(set.stream().map(String::valueOf).toList());
        }
        if (first instanceof Bytes) {
            return AttributeValue.fromBs(
                    set.stream().map(member -> sdkBytes((Bytes) member)).toList());
        }
        return AttributeValue.fromSs(set.stream().map(String::valueOf).toList());
    }

    private static SdkBytes sdkBytes(Bytes bytes) {
        return SdkBytes.fromByteArrayUnsafe(bytes.shared());
    }
}
