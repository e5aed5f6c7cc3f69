package dev.penstock.store.aws;

import dev.penstock.platform.data.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values without DynamoDB's type letters. */
final class PlainValues {

    private PlainValues() {}

    static Map<String, @Nullable Object> of(Map<String, AttributeValue> item) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        item.forEach((name, value) -> plain.put(name, of(value)));
        return plain;
    }

    private static @Nullable Object of(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case B -> bytes(value.b());
            case BOOL -> value.bool();
            case NUL -> null;
            case SS -> set(value.ss(), text -> text);
            case NS -> set(value.ns(), BigDecimal::new);
            case BS -> set(value.bs(), PlainValues::bytes);
            case L -> list(value.l());
            case M -> of(value.m());
            case UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("DynamoDB sent a value of an unknown type: " + value);
        };
    }

    private static Bytes bytes(SdkBytes value) {
        return Bytes.wrap(value.asByteArray());
    }

    private static <A, B> Set<B> set(List<A> members, Function<A, B> plain) {
        Set<B> set = new LinkedHashSet<>();
        members.forEach(member -> set.add(plain.apply(member)));
        return set;
    }

    private static List<@Nullable Object> list(List<AttributeValue> members) {
        List<@Nullable Object> list = new ArrayList<>();
        members.forEach(member -> list.add(of(member)));
        return list;
    }
}
