package dev.penstock.rules.action;

import dev.penstock.rules.eval.CompiledTemplate;
import dev.penstock.rules.eval.Evaluation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One action of a rule, ready to run. Immutable and shared by all threads. */
public interface Action {

    /** The member name of the IoT API, for example {@code kinesis}. */
    String kind();

    /** What error messages call it, for example {@code KinesisAction}. */
    String awsName();

    /** The fields that are resolved for each message. */
    List<Field> fields();

    /** What the action works on for this message, for example the name of the stream. */
    String resource(Evaluation evaluation);

    /**
     * Runs the action. Must not block; the stage stays open for as long as the publisher is to be held back.
     *
     * @return what it did, for explanations; fails when the action is given up
     */
    CompletionStage<List<Detail>> run(ActionInput input);

    /** One field and the template it was given. */
    record Field(String name, CompiledTemplate template) {}

    /** One fact about what an action did, for example {@code shardId}. */
    record Detail(String name, String value) {}
}
