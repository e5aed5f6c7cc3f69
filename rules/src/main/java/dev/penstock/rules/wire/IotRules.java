package dev.penstock.rules.wire;

import static dev.penstock.platform.wire.RestOperation.answering;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.wire.RestJsonService;
import dev.penstock.rules.RuleEngine;

/** The table of operations. What is not here is refused by {@link RestJsonService}, with the list of those that are. */
public final class IotRules {
    private IotRules() {}

    /** The service over an engine. */
    public static RestJsonService service(RuleEngine engine, AwsIdentity identity) {
        RuleTags tags = new RuleTags(engine, identity);
        RuleOperations rules = new RuleOperations(engine, identity, tags);
        ListTopicRules list = new ListTopicRules(engine, identity);
        TagOperations tagging = new TagOperations(tags);
        DestinationOperations destinations = new DestinationOperations(engine.destinations());
        LoggingOperations logging = new LoggingOperations(engine);
        return new RestJsonService("iot")
                .operation("POST", "/rules/{ruleName}", "CreateTopicRule", answering(rules::create))
                .operation("PATCH", "/rules/{ruleName}", "ReplaceTopicRule", answering(rules::replace))
                .operation("GET", "/rules/{ruleName}", "GetTopicRule", answering(rules::get))
                .operation("DELETE", "/rules/{ruleName}", "DeleteTopicRule", answering(rules::delete))
                .operation("POST", "/rules/{ruleName}/enable", "EnableTopicRule", answering(rules::enable))
                .operation("POST", "/rules/{ruleName}/disable", "DisableTopicRule", answering(rules::disable))
                .operation("GET", "/rules", "ListTopicRules", answering(list::call))
                .operation("POST", "/destinations", "CreateTopicRuleDestination", answering(destinations::create))
                .operation(
                        "GET",
                        "/confirmdestination/{confirmationToken+}",
                        "ConfirmTopicRuleDestination",
                        answering(destinations::confirm))
                .operation("GET", "/destinations/{arn+}", "GetTopicRuleDestination", answering(destinations::get))
                .operation("GET", "/destinations", "ListTopicRuleDestinations", answering(destinations::list))
                .operation("PATCH", "/destinations", "UpdateTopicRuleDestination", answering(destinations::update))
                .operation(
                        "DELETE", "/destinations/{arn+}", "DeleteTopicRuleDestination", answering(destinations::delete))
                .operation("POST", "/tags", "TagResource", answering(tagging::tag))
                .operation("POST", "/untag", "UntagResource", answering(tagging::untag))
                .operation("GET", "/tags", "ListTagsForResource", answering(tagging::list))
                .operation("POST", "/v2LoggingOptions", "SetV2LoggingOptions", answering(logging::set))
                .operation("GET", "/v2LoggingOptions", "GetV2LoggingOptions", answering(logging::get));
    }
}
