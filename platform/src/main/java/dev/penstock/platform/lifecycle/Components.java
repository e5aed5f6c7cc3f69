package dev.penstock.platform.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts components in order and closes them in reverse. When one fails to start, those already started are closed
 * before the failure is thrown on. Guarded by {@code lock}.
 */
public final class Components implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Components.class);

    private final Object lock = new Object();
    private final Deque<Component> started = new ArrayDeque<>();

    /** Starts one more component; on failure everything is closed, this component included. */
    public <T extends Component> T start(T component) {
        synchronized (lock) {
            started.push(component);
            try {
                component.start();
                return component;
            } catch (RuntimeException | Error failure) {
                close();
                throw failure;
            }
        }
    }

    /** Starts components at the same time; on failure of one everything is closed. */
    public void startTogether(Component... components) {
        synchronized (lock) {
            Runnable[] starts = new Runnable[components.length];
            for (int i = 0; i < components.length; i++) {
                started.push(components[i]);
                starts[i] = components[i]::start;
            }
            try {
                Threads.together("start", starts);
            } catch (RuntimeException failure) {
                close();
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            // An Error, for example a class that is missing, must not keep the others open either.
            while (!started.isEmpty()) {
                Component component = started.pop();
                try {
                    component.close();
                } catch (RuntimeException | Error failure) {
                    log.warn("{} did not close cleanly", component.name(), failure);
                }
            }
        }
    }
}
