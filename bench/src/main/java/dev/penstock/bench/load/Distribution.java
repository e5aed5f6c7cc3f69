package dev.penstock.bench.load;

import dev.penstock.bench.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A pipeline in a JVM of its own, started from the launcher's distribution as a user starts it. */
record Distribution(ServerProcess process, int port, int mqttPort) implements AutoCloseable {

    /** Returns when the launcher says that it is ready. */
    static Distribution start(Path home, Path template) throws IOException {
        int port = ServerProcess.freePort();
        int mqttPort = ServerProcess.freePort();
        List<String> arguments = List.of(
                template.toString(), "--port", Integer.toString(port), "--mqtt-port", Integer.toString(mqttPort));
        return new Distribution(ServerProcess.penstock(List.of(), home, arguments), port, mqttPort);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.close();
    }
}
