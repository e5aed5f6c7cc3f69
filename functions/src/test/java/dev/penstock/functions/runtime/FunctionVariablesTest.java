package dev.penstock.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionVariablesTest {
    private static final Path ROOT = Path.of("root").toAbsolutePath();

    @Test
    void functionLearnsWhoItIs() {
        Map<String, String> all = of(spec("python3.12", Map.of()), "7");

        assertThat(all)
                .containsEntry("_HANDLER", "app.handler")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "f")
                .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "7")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
                .containsEntry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/f")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.12")
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("AWS_DEFAULT_REGION", "us-east-1")
                .containsEntry("LAMBDA_TASK_ROOT", ROOT.toString())
                .containsEntry("TZ", ":UTC")
                .doesNotContainKeys("AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_MAX_CONCURRENCY");
        assertThat(all.get("PATH")).startsWith(ROOT.resolve("bin").toString());
    }

    @Test
    void whatTheDevelopersShellSaysOfAwsDoesNotReachAFunction() {
        Map<String, String> shell = Map.of(
                "AWS_PROFILE", "prod",
                "AWS_CONFIG_FILE", "/home/me/config",
                "AWS_SHARED_CREDENTIALS_FILE", "/home/me/credentials",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
                "AWS_ENDPOINT_URL_S3", "https://s3.example",
                "LAMBDA_TASK_ROOT", "/elsewhere",
                "PATH", "/bin");

        assertThat(FunctionVariables.ofMachine(shell)).isEqualTo(Map.of("PATH", "/bin"));
    }

    @Test
    void usersValuesWinOverThoseOfThePipeline() {
        Map<String, String> all =
                of(spec("python3.12", Map.of("AWS_ENDPOINT_URL", "http://mine", "TZ", "Europe/Berlin")), "$LATEST");

        assertThat(all).containsEntry("AWS_ENDPOINT_URL", "http://mine").containsEntry("TZ", "Europe/Berlin");
    }

    @Test
    void customRuntimeHasNoExecutionEnvironment() {
        assertThat(of(spec("provided.al2023", Map.of()), "$LATEST")).doesNotContainKey("AWS_EXECUTION_ENV");
    }

    @Test
    void waysOfLoggingAreTold() {
        FunctionSpec spec = spec("python3.12", Map.of())
                .withOptions(
                        FunctionOptions.DEFAULT.withLogging(new FunctionOptions.Logging(true, "WARN", "", "/mine")));

        assertThat(of(spec, "$LATEST"))
                .containsEntry("AWS_LAMBDA_LOG_FORMAT", "JSON")
                .containsEntry("AWS_LAMBDA_LOG_LEVEL", "WARN")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/mine");
    }

    @Test
    void reservedKeysAreRefused() {
        assertThatThrownBy(() -> FunctionVariables.check(
                        spec("python3.12", Map.of("AWS_REGION", "x", "_HANDLER", "y", "OWN", "z"))))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessageEndingWith("Reserved keys used in this request: AWS_REGION, _HANDLER");
    }

    @Test
    void moreThanFourKilobytesAreRefused() {
        FunctionVariables.check(spec("python3.12", Map.of("A", "x".repeat(4_095))));

        assertThatThrownBy(() -> FunctionVariables.check(spec("python3.12", Map.of("A", "x".repeat(4_096)))))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("exceeded the 4KB limit");
    }

    @Test
    void keyThatIsNoNameIsRefused() {
        assertThatThrownBy(() -> FunctionVariables.check(spec("python3.12", Map.of("1A", "x"))))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("Value '1A' at 'environment.variables' failed to satisfy constraint");
    }

    private static Map<String, String> of(FunctionSpec spec, String version) {
        return FunctionVariables.of(
                spec, version, AwsIdentity.DEFAULT, Map.of("AWS_ENDPOINT_URL", "http://pipeline"), ROOT);
    }

    private static FunctionSpec spec(String runtime, Map<String, String> environment) {
        return new FunctionSpec("f", runtime, "app.handler", ROOT, Duration.ofSeconds(3), 128, environment);
    }
}
