package dev.penstock.analytics;

import dev.penstock.platform.lifecycle.Component;
import java.util.List;

/** Runs Kinesis Data Analytics SQL applications. */
public interface Analytics extends Component {

    /**
     * Checks and creates an application; it runs after {@link #startApplication}.
     *
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException with line, column and a caret
     */
    void create(ApplicationSpec spec);

    /** Starts a created application and returns when it reads its input. */
    void startApplication(String application);

    /** @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException */
    ApplicationStatus status(String application);

    /** The names of all applications. */
    List<String> applications();

    /** Adds a listener for the rows of all in-application streams; called on the application's thread, must be quick. */
    void onRow(RowListener listener);

    /** Sees each row as it comes out of a pump. */
    @FunctionalInterface
    interface RowListener {
        void row(InApplicationRow row);
    }
}
