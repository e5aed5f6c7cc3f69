package dev.penstock.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A pipeline with the clients that tests asked for; closes all of them. Guarded by {@code lock}. */
final class Session implements AutoCloseable {
    private final Object lock = new Object();
    private final EngineBridge engine;
    private final Pipeline pipeline;
    private final Map<String, AutoCloseable> clients = new LinkedHashMap<>();
    private boolean closed;

    private Session(EngineBridge engine, Pipeline pipeline) {
        this.engine = engine;
        this.pipeline = pipeline;
    }

    static Session start(Engine engine, PipelineOptions options, Class<?> testClass) {
        try {
            EngineBridge bridge = engine.open(options.asMap());
            return new Session(bridge, new Pipeline(bridge, options.virtualTime()));
        } catch (ExtensionConfigurationException unfit) {
            throw unfit;
        } catch (RuntimeException failure) {
            throw new ExtensionConfigurationException(
                    "@Penstock on %s: the pipeline of %s did not start: %s"
                            .formatted(testClass.getName(), options.template(), failure.getMessage()),
                    failure);
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** One client of each type, made when first asked for. */
    Object client(String type, Supplier<AutoCloseable> maker) {
        synchronized (lock) {
            return clients.computeIfAbsent(type, first -> maker.get());
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                for (AutoCloseable client : clients.values()) {
                    client.close();
                }
            } catch (Exception failure) {
                throw new IllegalStateException("an AWS client did not close", failure);
            } finally {
                engine.close();
            }
        }
    }
}
