package dev.penstock.examples.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Penstock;
import dev.penstock.testkit.Pipeline;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class PythonHandlerIT {

    @Nested
    @Penstock("template-python-stdlib.yaml")
    @EnabledIf(
            value = "dev.penstock.examples.warnings.PythonHandlerIT#hasPython",
            disabledReason = "python3 is not on the PATH")
    class StandardLibraryOnly {
        @Test
        void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
            warnsOfTheHotDeviceOnly(pipeline);
        }

        @Test
        void malformedEventHarmsNoOther(Pipeline pipeline) {
            pipeline.device("odd").publish("{\"temperature\": \"very hot\"}");
            pipeline.device("after-it").publish("{\"temperature\": 99}");
            pipeline.settle();

            assertThat(pipeline.items("warning_events"))
                    .extracting(warning -> warning.get("deviceId"))
                    .contains("after-it")
                    .doesNotContain("odd");
            assertThat(pipeline.logs("warning_function")).anyMatch(line -> line.contains("malformed record"));
        }
    }

    @Nested
    @Penstock("template-python.yaml")
    @EnabledIf(
            value = "dev.penstock.examples.warnings.PythonHandlerIT#hasBoto3",
            disabledReason = "python3 with boto3 is not installed")
    class WithBoto3 {
        @Test
        void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
            warnsOfTheHotDeviceOnly(pipeline);
        }
    }

    private static void warnsOfTheHotDeviceOnly(Pipeline pipeline) {
        pipeline.device("7").publish("{\"temperature\": 71}");
        pipeline.device("8").publish("{\"temperature\": 21}");
        pipeline.settle();

        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .contains("7")
                .doesNotContain("8");
    }

    static boolean hasPython() throws InterruptedException {
        return pythonCan("python3", "pass");
    }

    static boolean hasBoto3() throws InterruptedException {
        // The function gets a Python of its runtime's version where there is one, from pyenv too.
        boolean hasVersion = pythonCan("python3.12", "pass");
        return pythonCan(hasVersion ? "python3.12" : "python3", "import boto3");
    }

    private static boolean pythonCan(String python, String program) throws InterruptedException {
        try {
            ProcessBuilder process = new ProcessBuilder(python, "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            process.environment().put("PYENV_VERSION", python.replace("python", ""));
            return process.start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
