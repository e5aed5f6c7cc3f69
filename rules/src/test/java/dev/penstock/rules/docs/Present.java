package dev.penstock.rules.docs;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.platform.time.TestTime;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Services that are there and that nobody calls: what is listed depends on their presence only. */
final class Present {
    static final TestTime TIME = TestTime.at("2026-01-01T00:00:00Z");

    private Present() {}

    /** A record whose components are all there. */
    static <T extends Record> T all(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(Present::one).toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    static Object one(Class<?> type) {
        if (type.isRecord()) {
            return all(type.asSubclass(Record.class));
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method + " was called for documentation");
            });
        }
        if (type == LogGroups.class) {
            return new LogGroups(AwsIdentity.DEFAULT, TIME, 1);
        }
        if (type == MetricStore.class) {
            return new MetricStore(TIME, 1);
        }
        throw new IllegalArgumentException("say here what stands for a %s".formatted(type));
    }
}
