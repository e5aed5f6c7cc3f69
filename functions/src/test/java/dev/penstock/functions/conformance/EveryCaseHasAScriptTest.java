package dev.penstock.functions.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No case of the file is forgotten, and none is run twice: each is in the {@code SCRIPTS} of one class here. */
class EveryCaseHasAScriptTest {
    @Test
    void everyCaseIsRunOnce() throws Exception {
        List<String> run = new ArrayList<>();

        for (Class<?> cases : classes()) {
            Field scripts = cases.getDeclaredField("SCRIPTS");
            scripts.setAccessible(true);
            ((Map<?, ?>) scripts.get(null)).keySet().forEach(id -> run.add(String.valueOf(id)));
        }

        assertThat(run).doesNotHaveDuplicates();
        assertThat(LambdaCases.all().keySet()).containsAll(run);
        Set<String> missing = new TreeSet<>(LambdaCases.all().keySet());
        missing.removeAll(run);
        assertThat(missing).isEmpty();
    }

    private static List<Class<?>> classes() throws Exception {
        Class<?> here = EveryCaseHasAScriptTest.class;
        Path folder = Path.of(
                        here.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve(here.getPackageName().replace('.', '/'));
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith("CasesTest.class"))
                    .toList()) {
                String name = file.getFileName().toString();
                classes.add(Class.forName(
                        here.getPackageName() + "." + name.substring(0, name.length() - ".class".length())));
            }
        }
        return classes;
    }
}
