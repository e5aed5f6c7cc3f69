package dev.penstock.rules;

import dev.penstock.broker.PublishListener;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.lifecycle.Component;
import dev.penstock.rules.destination.Destinations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Evaluates topic rules on published messages and runs their actions. Rules may change at any time. */
public interface RuleEngine extends Component, PublishListener {

    /**
     * Creates a rule.
     *
     * @throws dev.penstock.platform.aws.AwsException SqlParseException with line, column and a caret when the SQL does not
     *     parse or uses what does not exist; InvalidRequestException when an action cannot run here;
     *     ResourceAlreadyExistsException when there is a rule of this name
     */
    void create(TopicRule rule);

    /**
     * Puts a rule in the place of the one with its name; nothing of the old one is kept but its counts. Messages that the
     * old one has accepted still get its actions.
     *
     * @throws dev.penstock.platform.aws.AwsException as {@link #create}; ResourceNotFoundException when there is none
     */
    void replace(TopicRule rule);

    /** Lets a rule see messages again. @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    void enable(String name);

    /** Hides messages from a rule. @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    void disable(String name);

    /** Removes a rule; messages that it has accepted still get its actions. Nothing happens when there is none. */
    void delete(String name);

    Optional<CreatedRule> rule(String name);

    /** All rules, by name. */
    List<CreatedRule> rules();

    /**
     * Takes a message over. Never blocks. Completes when every action of every rule that fired has the message in its
     * bounded queue: from then on it is not lost while the engine runs. A queue that is full holds the publisher. Messages
     * of one client are handled in order, and reach each action in order.
     */
    @Override
    CompletionStage<Void> accept(PublishedMessage message);

    /** Whether a rule that is not disabled has a filter that matches. */
    @Override
    boolean hears(String serviceTopic);

    /** Why a message of the last ones did or did not fire, and what each action did; empty when it is no longer kept. */
    Optional<Explanation> explain(String messageId);

    /** The ids of the messages that are still kept, newest first. */
    List<String> recentMessages(int limit);

    RuleCounters counters();

    /** How much is written into the log group {@code AWSIotLogsV2}. */
    LoggingOptions loggingOptions();

    /** Changes it, from the next event on. */
    void setLoggingOptions(LoggingOptions options);

    /** What actions have sent to services that do not run here. */
    Sinks sinks();

    /** Where {@code http} actions may send. */
    Destinations destinations();

    /** For tests: lets the next runs of a kind of action fail as if its service had answered so, after all tries. */
    void failNext(String actionKind, int runs, AwsException failure);
}
