package dev.penstock.rules.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** One action of one rule, ready to run for many messages. Shared by all threads. */
public interface Action {

    /** The rule is complete and is about to see messages. Called once; must not fail. */
    default void start() {}

    /** What logs and error documents call it, for example {@code KinesisAction}. */
    String awsName();

    /** What it works on for this message, for example the name of the stream: the {@code failedResource} of errors. */
    String resource(ActionInput input);

    /** Whether it sends several messages at once. */
    default Batching batching() {
        return Batching.NONE;
    }

    /** What {@link #run} sends beyond the fields, exactly, for explanations. Must have no effect. */
    default List<Detail> request(ActionInput input) {
        return List.of();
    }

    /**
     * Runs the action. Must not block. Messages of one client come one after the other: the next one when the stage
     * completes; while it is open the action's bounded queue fills, and when that is full publishers wait.
     *
     * @return what was answered, for explanations; fails when the action is given up, best with an
     *     {@link dev.penstock.platform.aws.AwsException}
     */
    CompletionStage<List<Detail>> run(ActionInput input);
}
