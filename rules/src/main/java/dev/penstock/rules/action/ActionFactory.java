package dev.penstock.rules.action;

/** Makes the actions of one kind. */
public interface ActionFactory {

    /** The member name of the IoT API, for example {@code kinesis}. */
    String kind();

    /**
     * Reads the parameters of one action.
     *
     * @throws dev.penstock.platform.aws.AwsException InvalidRequestException naming the parameter that is missing, unknown
     *     or wrong; SqlParseException for a template that does not parse
     */
    Action create(ActionParameters parameters);
}
