package dev.penstock.analytics;

import dev.penstock.platform.lifecycle.Component;
import java.util.List;

/** Runs Kinesis Data Analytics SQL applications. Errors are {@code AwsException} with AWS's codes. */
public interface Analytics extends Component {

    /** Returns at once; loading the planner goes on in the background, so it pays to start this component early. */
    @Override
    void start();

    /**
     * Checks, compiles and creates an application; it runs after {@link #startApplication}. What the SQL of the code asks
     * for and Penstock cannot do exactly is refused here, with its name.
     *
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException with line, column and a caret;
     *     InvalidArgumentException for the input schema or an output; ResourceInUseException when the name is taken
     */
    void create(ApplicationSpec spec);

    /**
     * Starts a created application and returns when its position in the input is fixed: what is put from now on is read.
     * Windows begin empty, also after a stop.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException when the application, its input or one of
     *     its output streams is missing; ResourceInUseException when it runs already
     */
    void startApplication(String application);

    /**
     * Starts a created application at a position of its own.
     *
     * @throws dev.penstock.platform.aws.AwsException as {@link #startApplication(String)}
     */
    void startApplication(String application, InputStartingPosition position);

    /**
     * Puts another specification in the place of the one of the same name. An application that runs goes on with it from
     * the point where it stopped; its windows begin empty.
     *
     * @throws dev.penstock.platform.aws.AwsException as {@link #create}, when nothing has changed;
     *     ResourceNotFoundException
     */
    void update(ApplicationSpec spec);

    /**
     * Stops an application, if it runs, and forgets it.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    void delete(String application);

    /** @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    ApplicationDescription description(String application);

    /**
     * Stops a running application; rows in open windows are dropped. The next start reads from the position that the
     * specification names.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException; ResourceInUseException when it does not run
     */
    void stopApplication(String application);

    /** @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    ApplicationStatus status(String application);

    /**
     * What the pumps of an application do, step by step, for people.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    String plan(String application);

    /**
     * What goes on inside an application now.
     *
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    ApplicationView view(String application);

    /** The names of all applications. */
    List<String> applications();

    /**
     * Adds a listener for the rows of all in-application streams that pumps fill, and of {@code error_stream}; called on
     * the application's thread, must be quick.
     */
    void onRow(RowListener listener);

    /** Sees each row as it comes out of a pump. */
    @FunctionalInterface
    interface RowListener {
        void row(InApplicationRow row);
    }
}
