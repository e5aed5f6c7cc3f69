package dev.penstock.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.penstock.launcher.RuleTestBridge;
import dev.penstock.launcher.TestBridge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A penstock.jar that holds the fakes of the engine only, and test classes run against it. */
record FakeDistribution(Path home) {

    static FakeDistribution in(Path home) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(home.resolve("penstock.jar")))) {
            for (Class<?> bridge : List.of(TestBridge.class, RuleTestBridge.class)) {
                add(bridge, jar);
            }
        }
        return new FakeDistribution(home);
    }

    private static void add(Class<?> bridge, JarOutputStream jar) throws IOException {
        String entry = bridge.getName().replace('.', '/') + ".class";
        try (InputStream bytes = bridge.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
        }
    }

    Path jar() {
        return home.resolve("penstock.jar");
    }

    /** Runs the tests of a class as JUnit would, with this distribution as {@code penstock.home}. */
    EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("penstock.home", home.toString())
                .execute();
    }

    /** What its engines did so far. */
    List<String> journal() throws IOException {
        return Files.readAllLines(home.resolve("journal"));
    }
}
