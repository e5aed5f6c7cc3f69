package dev.penstock.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the pipeline of a SAM or CloudFormation template while the tests of a class run: one pipeline for the class and
 * its nested classes, on free ports, closed after the last test. Tests share its streams and tables, so give each test
 * devices of its own.
 *
 * <p>Constructors, test methods and lifecycle methods may take
 *
 * <ul>
 *   <li>{@link Pipeline}: everything there is to send and to look at;
 *   <li>{@link Device}: a device that publishes to {@code sensors/device-1}, a second parameter {@code device-2}, ...;
 *   <li>{@code KinesisClient}, {@code DynamoDbClient} of the AWS SDK for Java 2, when they are on the test class path:
 *       ready to use, closed with the pipeline.
 * </ul>
 *
 * <pre>{@code
 * @Penstock("template.yaml")
 * class WarningsTest {
 *     @Test
 *     void hotDeviceIsWarnedOf(Pipeline pipeline) {
 *         pipeline.device("7").publish("{\"temperature\": 71}");
 *         pipeline.settle();
 *
 *         assertThat(pipeline.items("warning_events")).hasSize(1);
 *     }
 * }
 * }</pre>
 *
 * <p>The engine is the Penstock distribution. It is looked for in the JUnit configuration parameter or system property
 * {@code penstock.home}, then in the environment variable {@code PENSTOCK_HOME}: the folder that holds {@code
 * penstock.jar} and {@code lib}.
 *
 * <p>Wrong use fails the class with an {@code ExtensionConfigurationException} that says what is allowed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PenstockExtension.class)
public @interface Penstock {

    /**
     * The template: an absolute path, a path relative to the working directory or to a folder above the test's classes
     * (which finds it in the module's folder, wherever the test is started), or a file on the test class path.
     */
    String value();

    /**
     * Whether the pipeline's clock stands still until {@link Pipeline#advance} moves it. Windows, retries and row
     * times then come out the same in every run.
     */
    boolean virtualTime() default false;

    /**
     * Where a virtual clock starts, as ISO-8601 instant; {@code 2026-01-01T00:00:00Z} when empty. Only with {@link
     * #virtualTime}.
     */
    String startInstant() default "";

    /**
     * A settings file ({@code penstock.yaml}), found like the template; empty for the usual settings. Its ports are not
     * used: a pipeline under test takes free ones.
     */
    String config() default "";

    /** Values for parameters of the template, each as {@code Name=value}; the others keep their defaults. */
    String[] parameters() default {};
}
