package dev.penstock.examples.warnings;

import dev.penstock.testkit.RuleTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The rules of the template, each with sample messages; no pipeline is started. */
class RulesIT {

    @TestFactory
    Stream<DynamicNode> rules() {
        return RuleTests.in("rules");
    }
}
