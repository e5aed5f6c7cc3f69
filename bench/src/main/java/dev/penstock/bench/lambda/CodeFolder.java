package dev.penstock.bench.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.penstock.bench.lambda.handler.BatchHandler;
import dev.penstock.bench.lambda.handler.CaptureHandler;
import dev.penstock.bench.lambda.handler.EmptyHandler;
import dev.penstock.bench.lambda.handler.EmptyStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.joda.time.DateTime;

/** The code of the functions in one folder of its own, as builds for AWS leave it. */
record CodeFolder(Path path) {

    static CodeFolder in(Path path) throws IOException, URISyntaxException {
        for (Class<?> handler :
                List.of(EmptyHandler.class, EmptyStreamHandler.class, BatchHandler.class, CaptureHandler.class)) {
            copyClass(handler, path);
        }
        Path libraries = Files.createDirectories(path.resolve("lib"));
        // What the user's build packs: the interfaces, the events, and what the events need.
        for (Class<?> library : List.of(RequestHandler.class, KinesisEvent.class, DateTime.class)) {
            Path jar = Path.of(
                    library.getProtectionDomain().getCodeSource().getLocation().toURI());
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
        Files.writeString(path.resolve("app.py"), "def handler(event, context):\n    return None\n");
        Files.writeString(path.resolve("app.js"), "exports.handler = async () => null;\n");
        return new CodeFolder(path);
    }

    private static void copyClass(Class<?> handler, Path folder) throws IOException {
        String file = handler.getName().replace('.', '/') + ".class";
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream classFile = handler.getResourceAsStream("/" + file)) {
            if (classFile == null) {
                throw new IOException(file + " is not on the class path");
            }
            Files.copy(classFile, target);
        }
    }
}
