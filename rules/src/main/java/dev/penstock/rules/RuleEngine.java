package dev.penstock.rules;

import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.lifecycle.Component;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Evaluates topic rules on published messages and runs their actions. */
public interface RuleEngine extends Component {

    /**
     * Creates or replaces a rule.
     *
     * @throws dev.penstock.platform.aws.AwsException SqlParseException with line, column and a caret when the SQL does not
     *     parse or uses what does not exist; InvalidRequestException when an action cannot run here
     */
    void create(TopicRule rule);

    /** All rules, by name. */
    List<TopicRule> rules();

    /**
     * Takes a message over. Never blocks. Completes when every matching rule has run its actions, so that a slow action
     * holds the publisher; messages of one client are handled in order.
     */
    CompletionStage<Void> accept(PublishedMessage message);

    /** Why a message of the last ones did or did not fire, and what each action did; empty when it is no longer kept. */
    Optional<Explanation> explain(String messageId);

    /** The ids of the messages that are still kept, newest first. */
    List<String> recentMessages(int limit);

    RuleCounters counters();
}
