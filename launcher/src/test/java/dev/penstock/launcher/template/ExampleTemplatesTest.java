package dev.penstock.launcher.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsIdentity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleTemplatesTest {

    @ParameterizedTest
    @ValueSource(strings = {"template-python.yaml", "template-python-stdlib.yaml"})
    void exampleIsReadWithoutWarnings(String name) {
        Path template = Path.of("../examples/warning-events", name);

        PipelinePlan plan = TemplateReader.read(template, Map.of("Threshold", "30"), AwsIdentity.DEFAULT);

        assertThat(plan.rules())
                .hasSize(plan.mappings().size() + plan.applications().size());
        assertThat(plan.functions().get(0).environment()).containsEntry("THRESHOLD", "30");
        assertThat(plan.warnings()).isEmpty();
    }
}
