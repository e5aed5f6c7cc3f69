package dev.penstock.functions.process;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.process.fork.ForkedRuntime;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java handlers in a JVM of their own. The JVM is the one that the function names, else ours when it is new enough for the
 * runtime, else that of {@code JAVA_HOME}. Its heap is 85 % of the function's memory, as on AWS; beyond that its memory is
 * not limited.
 */
final class JavaForkLanguage implements Language {
    private static final Logger log = LoggerFactory.getLogger(JavaForkLanguage.class);
    private static final Pattern SUPPORTED = Pattern.compile("java(\\d+)(\\.al2)?");
    private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"(?:1\\.)?(\\d+)");
    private static final double HEAP_SHARE = 0.85;

    private final Interpreters interpreters;
    private final RuntimeFolder folder;

    JavaForkLanguage(Interpreters interpreters, RuntimeFolder folder) {
        this.interpreters = interpreters;
        this.folder = folder;
    }

    @Override
    public boolean supports(String runtime) {
        return SUPPORTED.matcher(runtime).matches();
    }

    @Override
    public Command command(EnvironmentSpec spec) throws InitFailure {
        FunctionSpec function = spec.function();
        Map<String, String> variables = ChildVariables.of(spec, folder.path());
        List<String> arguments = new ArrayList<>();
        arguments.add(java(function).toString());
        String users = variables.getOrDefault("JAVA_TOOL_OPTIONS", "");
        if (!users.contains("-Xmx") && !users.contains("RAMPercentage")) {
            arguments.add("-Xmx%dm".formatted((int) (function.memoryMb() * HEAP_SHARE)));
        }
        if (!users.contains("GC")) {
            arguments.add("-XX:+UseSerialGC");
        }
        if (!users.contains("Tiered")) {
            arguments.add("-XX:TieredStopAtLevel=1");
        }
        function.options()
                .debugPort()
                .ifPresent(port -> arguments.add(
                        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port));
        arguments.addAll(List.of("-cp", classPath(), ForkedRuntime.class.getName()));
        spec.layers().forEach(layer -> arguments.add(layer.toString()));
        return new Command(arguments, variables, true, true, 0);
    }

    /** Where our child's classes and those of AWS's runtime are; in one file when they were packed together. */
    private static String classPath() throws InitFailure {
        List<String> all = new ArrayList<>();
        for (Class<?> needed : List.of(ForkedRuntime.class, LambdaRuntime.class, PojoSerializer.class)) {
            try {
                all.add(Path.of(needed.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException | RuntimeException notOnDisk) {
                log.debug("no file has {}", needed, notOnDisk);
                throw Missing.interpreter(
                        "Java functions cannot be forked, for Penstock's classes are not in files; run it in process");
            }
        }
        return String.join(File.pathSeparator, all.stream().distinct().toList());
    }

    private Path java(FunctionSpec function) throws InitFailure {
        Optional<Path> named = function.options().interpreter();
        if (named.isPresent()) {
            if (!Files.isExecutable(named.get())) {
                throw Missing.interpreter("runtime %s was given the interpreter %s, which is no program; correct it"
                        .formatted(function.runtime(), named.get()));
            }
            return named.get();
        }
        Path ours = Path.of(System.getProperty("java.home"));
        int wanted = wanted(function);
        return Stream.concat(Stream.of(ours), interpreters.variable("JAVA_HOME").map(Path::of).stream())
                .filter(home -> version(home, ours) >= wanted)
                .findFirst()
                .map(home -> home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java"))
                .orElseThrow(() -> Missing.interpreter(
                        "runtime %s needs Java %d, and Penstock runs on Java %d; set JAVA_HOME to a Java %d or newer, or name its java as the function's interpreter"
                                .formatted(
                                        function.runtime(),
                                        wanted,
                                        Runtime.version().feature(),
                                        wanted)));
    }

    private static int wanted(FunctionSpec function) {
        Matcher matcher = SUPPORTED.matcher(function.runtime());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static int version(Path home, Path ours) {
        if (home.equals(ours)) {
            return Runtime.version().feature();
        }
        try {
            Matcher matcher = RELEASE.matcher(Files.readString(home.resolve("release")));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException noJava) {
            log.debug("{} has no release file", home, noJava);
            return 0;
        }
    }
}
