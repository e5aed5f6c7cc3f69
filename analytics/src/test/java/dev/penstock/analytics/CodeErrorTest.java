package dev.penstock.analytics;

import static dev.penstock.analytics.TestPipeline.application;
import static dev.penstock.analytics.TestPipeline.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole text of errors in application code, as the user reads it. */
class CodeErrorTest {

    static Stream<Example> examples() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(CodeErrorTest.class.getResourceAsStream("/vectors/code-errors.txt"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^====\n")).skip(1).map(Example::parse);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void showsWhatIsWrongAndWhere(Example example) {
        try (TestPipeline pipeline = new TestPipeline()) {
            ApplicationSpec spec =
                    application(example.code(), java.util.List.of(column("k", "VARCHAR(8)"), column("v", "INTEGER")));

            AwsException error = catchThrowableOfType(AwsException.class, () -> pipeline.analytics.create(spec));

            assertThat(error).as("the code must be refused").isNotNull();
            assertThat(error.code()).isEqualTo("CodeValidationException");
            assertThat(error.httpStatus()).isEqualTo(400);
            assertThat(error.getMessage()).isEqualTo(example.message());
        }
    }

    record Example(String code, String message) {

        static Example parse(String block) {
            int arrow = block.indexOf("\n--->\n");
            return new Example(
                    block.substring(0, arrow),
                    block.substring(arrow + "\n--->\n".length()).stripTrailing());
        }

        @Override
        public String toString() {
            return message.lines().findFirst().orElse("");
        }
    }
}
