package dev.penstock.launcher.template.resource;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The supported resource types. */
public final class ResourceMappers {
    private static final List<ResourceMapper> ALL = List.of(
            new AnalyticsApplication(),
            new AnalyticsApplicationOutput(),
            new DynamoDbTable(),
            new IamRole(),
            new KinesisStream(),
            new LambdaPermission(),
            new ServerlessFunction(),
            new IotTopicRule());

    /** By type name, sorted. */
    public static final Map<String, ResourceMapper> BY_TYPE = byType();

    private ResourceMappers() {}

    private static Map<String, ResourceMapper> byType() {
        Map<String, ResourceMapper> byType = new TreeMap<>();
        ALL.forEach(mapper -> byType.put(mapper.type(), mapper));
        return Collections.unmodifiableMap(byType);
    }
}
