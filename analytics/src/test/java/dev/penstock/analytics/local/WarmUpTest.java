package dev.penstock.analytics.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.analytics.plan.ApplicationCompiler;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void compilesAFilterAndAWindow() {
        var plan = WarmUp.compile(new ApplicationCompiler());

        assertThat(plan.pumps()).hasSize(2);
    }
}
