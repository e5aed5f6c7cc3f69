package dev.penstock.rules.spi;

/** Makes the actions of one kind. Those on the class path are found through {@link java.util.ServiceLoader}. */
public interface ActionProvider {

    /** The name under which rules ask for it in {@code actions}, for example {@code kinesis}. */
    String kind();

    /**
     * Makes one action of one rule. Reads every parameter it knows; a parameter that it did not read is refused
     * afterwards, so that nothing is ignored in silence.
     *
     * @throws dev.penstock.platform.aws.AwsException InvalidRequestException naming the parameter that is missing or wrong
     */
    Action create(ActionParameters parameters);
}
