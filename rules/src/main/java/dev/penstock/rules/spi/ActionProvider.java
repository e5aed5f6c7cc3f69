package dev.penstock.rules.spi;

/**
 * Makes the actions of one kind. Those on the class path are found through {@link java.util.ServiceLoader}; each engine
 * makes its own, with the constructor without parameters.
 */
public interface ActionProvider extends AutoCloseable {

    /** The name under which rules ask for it in {@code actions}, for example {@code kinesis}. No other provider has it. */
    String kind();

    /** Called once, before anything else but {@link #kind}. */
    default void start(ActionContext context) {}

    /**
     * Makes one action of one rule. Reads every parameter it knows; a parameter that it did not read is refused
     * afterwards, so that nothing is ignored in silence.
     *
     * @throws dev.penstock.platform.aws.AwsException InvalidRequestException naming the parameter that is missing or wrong
     */
    Action create(ActionParameters parameters);

    /**
     * Whether its actions count themselves in {@link dev.penstock.platform.time.InFlight}. When not, the engine counts each
     * run until its stage completes; then the stage must not wait for a timer of the pipeline's clock, because a clock
     * that tests move stands still while anything is in flight.
     */
    default boolean countsItself() {
        return false;
    }

    /** The engine is closed: no action runs any more. */
    @Override
    default void close() {}
}
