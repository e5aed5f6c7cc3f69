package dev.penstock.rules;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.rules.local.LocalRuleEngine;
import dev.penstock.rules.local.SqlExplainer;
import dev.penstock.rules.wire.IotRules;

/** Makes rule engines, and explains SQL without one. */
public final class Rules {
    private Rules() {}

    /** An engine in this JVM. Start it before the broker feeds it. */
    public static RuleEngine local(AwsIdentity identity, Time time, RuleTargets targets, RuleSettings settings) {
        return new LocalRuleEngine(identity, time, targets, settings);
    }

    /** The part of the IoT control plane that is about rules, over an engine: register it at the endpoint. */
    public static RestJsonService api(RuleEngine engine, AwsIdentity identity) {
        return IotRules.service(engine, identity);
    }

    /**
     * What a statement would do with a message, without any rule or action.
     *
     * @param sqlVersion {@code 2015-10-08}, {@code 2016-03-23} or {@code beta}
     * @throws AwsException SqlParseException, with line, column and caret, when the SQL cannot be used;
     *     InvalidRequestException for an unknown version
     */
    public static Explanation explain(
            String sql, String sqlVersion, String topic, Bytes payload, String clientId, Time time) {
        return SqlExplainer.explain(sql, sqlVersion, topic, payload, clientId, time.now());
    }
}
