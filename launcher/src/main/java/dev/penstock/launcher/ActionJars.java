package dev.penstock.launcher;

import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes of the jars with the user's own actions, beside ours. */
final class ActionJars implements Component {
    private static final Logger log = LoggerFactory.getLogger(ActionJars.class);

    private final URLClassLoader classes;

    /** @throws StartException when a jar is not there */
    ActionJars(List<Path> jars) {
        classes = new URLClassLoader(
                "penstock-actions",
                jars.stream().map(ActionJars::url).toArray(URL[]::new),
                ActionJars.class.getClassLoader());
    }

    ClassLoader classes() {
        return classes;
    }

    @Override
    public String name() {
        return "action jars";
    }

    @Override
    public void start() {}

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException failure) {
            log.warn("a jar with actions could not be closed", failure);
        }
    }

    private static URL url(Path jar) {
        if (!Files.isReadable(jar)) {
            throw new StartException("there is no jar with actions at %s; correct --actions or rules.actions"
                    .formatted(jar.toAbsolutePath()));
        }
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(jar.toString(), impossible);
        }
    }
}
