package dev.penstock.launcher.template.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of Java project, and what its build leaves.
 *
 * @param jars folder of its jars
 * @param classes folder of its classes, when the build copies what they need into a folder {@code lib} of it
 */
record BuildProject(String jars, String classes, String command) {
    private static final BuildProject MAVEN = new BuildProject("target", "target/classes", "mvn package");
    private static final BuildProject GRADLE =
            new BuildProject("build/libs", "build/classes/java/main", "gradle build");
    private static final Pattern NOT_THE_JAR = Pattern.compile("original-.*|.*-(sources|javadoc|tests|plain)\\.jar");

    static Optional<BuildProject> in(Path folder) {
        if (Files.exists(folder.resolve("pom.xml"))) {
            return Optional.of(MAVEN);
        }
        boolean gradle =
                Stream.of("build.gradle", "build.gradle.kts").anyMatch(file -> Files.exists(folder.resolve(file)));
        return gradle ? Optional.of(GRADLE) : Optional.empty();
    }

    /** What to run: a zip for Lambda, else the largest jar, else classes. Empty when nothing is built. */
    Optional<Path> output(Path folder) throws IOException {
        Optional<Path> zip = largest(folder.resolve("build/distributions"), ".zip");
        if (zip.isPresent()) {
            return zip;
        }
        Optional<Path> jar = largest(folder.resolve(jars), ".jar");
        if (jar.isPresent()) {
            return jar;
        }
        Path compiled = folder.resolve(classes);
        return Files.isDirectory(compiled) ? Optional.of(compiled) : Optional.empty();
    }

    /** A jar with its dependencies inside is larger than the one without. */
    private static Optional<Path> largest(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> candidates = files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !NOT_THE_JAR
                            .matcher(String.valueOf(file.getFileName()))
                            .matches())
                    .toList();
            return candidates.stream()
                    .max(Comparator.<Path>comparingLong(file -> file.toFile().length())
                            .thenComparing(Comparator.naturalOrder()));
        }
    }
}
