package dev.penstock.store.local;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DynamoDB Local's request handler in a Jetty server, both from the loader's jars, put together by reflection.
 *
 * <p>Why not its own {@code ServerRunner}: that one listens on every network interface, cannot take a free port, may
 * send telemetry and writes a file into the working directory for it. The handler alone does none of this: telemetry is
 * never configured, so its clients are never made.
 */
final class JettyServer {
    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);
    private static final String JETTY = "org.eclipse.jetty.server.";
    private static final String DYNAMO = "software.amazon.dynamodb.services.local.server.";
    private static final int MAX_THREADS = 32;
    private static final int MIN_THREADS = 4;
    /** As on our own endpoint: session tokens can be long. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** Clients keep connections; one that is closed under a request in the last moment would be an error of ours. */
    private static final long IDLE_MILLIS = 24L * 60 * 60 * 1000;

    private final Mirror server;
    private final Mirror handler;
    private final int port;

    private JettyServer(Mirror server, Mirror handler, int port) {
        this.server = server;
        this.handler = handler;
        this.port = port;
    }

    /** Call with {@code loader} as context class loader. */
    static JettyServer start(ClassLoader loader) throws ReflectiveOperationException {
        Mirror handler = dynamoHandler(loader);
        Class<?> serverType = loader.loadClass(JETTY + "Server");
        Mirror pool = new Mirror(loader.loadClass("org.eclipse.jetty.util.thread.QueuedThreadPool")
                .getConstructor(int.class, int.class)
                .newInstance(MAX_THREADS, MIN_THREADS));
        pool.call("setName", String.class, "penstock-store-dynamodb");
        pool.call("setDaemon", boolean.class, true);
        Mirror server = new Mirror(serverType
                .getConstructor(loader.loadClass("org.eclipse.jetty.util.thread.ThreadPool"))
                .newInstance(pool.target()));
        Mirror connector = new Mirror(loader.loadClass(JETTY + "ServerConnector")
                .getConstructor(serverType, int.class, int.class)
                .newInstance(server.target(), 1, 1));
        connector.call("setHost", String.class, "127.0.0.1");
        connector.call("setPort", int.class, 0);
        connector.call("setIdleTimeout", long.class, IDLE_MILLIS);
        Mirror http = new Mirror(connector.call("getDefaultConnectionFactory"));
        new Mirror(http.call("getHttpConfiguration")).call("setRequestHeaderSize", int.class, MAX_HEADER_BYTES);
        server.call("addConnector", loader.loadClass(JETTY + "Connector"), connector.target());
        server.call("setHandler", loader.loadClass(JETTY + "Handler"), handler.target());
        server.call("start");
        return new JettyServer(server, handler, (Integer) connector.call("getLocalPort"));
    }

    private static Mirror dynamoHandler(ClassLoader loader) throws ReflectiveOperationException {
        Object requests = loader.loadClass(DYNAMO + "LocalDynamoDBRequestHandler")
                .getConstructor(int.class, boolean.class, String.class, boolean.class, boolean.class)
                .newInstance(0, true, null, true, false); // unused, in memory, no path, one database, no delays
        return new Mirror(loader.loadClass(DYNAMO + "LocalDynamoDBServerHandler")
                .getConstructor(loader.loadClass(DYNAMO + "DynamoDBRequestHandler"), String.class)
                .newInstance(requests, null));
    }

    int port() {
        return port;
    }

    void stop() {
        try {
            server.call("stop");
            handler.call("close");
        } catch (ReflectiveOperationException failure) {
            log.warn("DynamoDB Local did not stop cleanly", failure);
        }
    }

    /** An object whose class we cannot see at compile time. */
    private record Mirror(Object target) {

        Object call(String method) throws ReflectiveOperationException {
            return target.getClass().getMethod(method).invoke(target);
        }

        void call(String method, Class<?> type, Object argument) throws ReflectiveOperationException {
            target.getClass().getMethod(method, type).invoke(target, argument);
        }
    }
}
