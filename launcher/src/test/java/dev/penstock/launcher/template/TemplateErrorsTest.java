package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.platform.aws.AwsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden texts: a template and everything that is said about it, from {@code templates/errors.txt}. */
class TemplateErrorsTest {
    private static final Pattern CASE = Pattern.compile("(?ms)^=== (.*?)\\n(.*?)^--- errors\\n(.*?)(?=^=== |\\z)");

    @TempDir
    private Path folder;

    static Stream<Case> cases() throws IOException {
        try (var resource = TemplateErrorsTest.class.getResourceAsStream("/templates/errors.txt")) {
            String text = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases = new ArrayList<>();
            Matcher matcher = CASE.matcher(text);
            while (matcher.find()) {
                cases.add(new Case(
                        matcher.group(1), matcher.group(2), matcher.group(3).strip()));
            }
            return cases.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void templateIsRefusedWithPlaceAndAdvice(Case golden) throws IOException {
        Path template = Files.writeString(folder.resolve("app.yaml"), golden.template());
        Files.writeString(Files.createDirectory(folder.resolve("src")).resolve("main.py"), "def handler(e, c): pass");
        Files.writeString(Files.createDirectory(folder.resolve("project")).resolve("pom.xml"), "<project/>");

        TemplateException refusal = catchThrowableOfType(
                TemplateException.class, () -> TemplateReader.read(template, Map.of(), AwsIdentity.DEFAULT));

        assertThat(refusal).as("the template is accepted").isNotNull();
        assertThat(String.valueOf(refusal.getMessage())
                        .replace(template + ":", "")
                        .replace(folder.toString(), "FOLDER")
                        .strip())
                .isEqualTo(golden.errors());
    }

    @Test
    void missingFileIsNamed() {
        Path missing = folder.resolve("no.yaml");

        TemplateException refusal = catchThrowableOfType(
                TemplateException.class, () -> TemplateReader.read(missing, Map.of(), AwsIdentity.DEFAULT));

        assertThat(refusal).hasMessage(missing + ": there is no such template file");
    }

    record Case(String name, String template, String errors) {
        @Override
        public String toString() {
            return name;
        }
    }
}
