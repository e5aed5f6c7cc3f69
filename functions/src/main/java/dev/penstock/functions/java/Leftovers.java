package dev.penstock.functions.java;

import dev.penstock.functions.java.guest.GuestDrivers;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an environment leaves in the JVM when it ends, where AWS would just end the process: threads, shutdown hooks, JDBC
 * drivers, MBeans, the default handler of uncaught exceptions. Each would hold the class loader. Waits here are in real
 * time, for it is real threads that end.
 */
record Leftovers(String function, FunctionLoader loader) {
    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final long HOOKS_MILLIS = 500;
    private static final long THREADS_MILLIS = 1_000;

    /** Runs the shutdown hooks, all at once, 500 ms at most. */
    void runShutdownHooks() {
        try {
            List<Thread> hooks = Guest.takeShutdownHooks(loader.api());
            hooks.forEach(Thread::start);
            join(hooks, HOOKS_MILLIS);
        } catch (ReflectiveOperationException | IllegalThreadStateException failure) {
            log.warn("function '{}': its shutdown hooks could not be run", function, failure);
        }
    }

    /** Frees what can be freed and tells what cannot. */
    void remove() {
        List<Thread> threads = threads();
        threads.forEach(Thread::interrupt);
        join(threads, THREADS_MILLIS);
        tell(threads.size(), threads.stream().filter(Thread::isAlive).toList());
        removeDrivers();
        removeBeans();
        try {
            Guest.forget(loader.api());
        } catch (ReflectiveOperationException failure) {
            log.warn("function '{}': the JSON libraries still know its classes", function, failure);
        }
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null && belongs(handler.getClass().getClassLoader())) {
            Thread.setDefaultUncaughtExceptionHandler(null);
        }
    }

    private void tell(int left, List<Thread> still) {
        List<String> names = still.stream().map(Thread::getName).toList();
        if (still.isEmpty()) {
            log.debug("function '{}': {} threads ended with its environment", function, left);
        } else if (still.stream().allMatch(Thread::isDaemon)) {
            // Libraries have such threads for good, the AWS SDK for one: a handler that keeps a client can do nothing.
            log.info("function '{}': daemon threads {} keep its classes in memory after its end", function, names);
        } else {
            log.warn(
                    "function '{}': {} of the {} threads that it left when its environment ended take no notice of their"
                            + " interruption and keep its classes in memory: {}. End them in the handler.",
                    function,
                    still.size(),
                    left,
                    names);
        }
    }

    private List<Thread> threads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() * 2 + 1];
        int count = root.enumerate(all);
        List<Thread> own = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean ours = belongs(all[i].getContextClassLoader())
                    || belongs(all[i].getClass().getClassLoader());
            if (ours && all[i].getThreadGroup() == root) {
                all[i].setContextClassLoader(null); // the JDK's own, for example of processes: it outlives us
            } else if (ours && all[i] != Thread.currentThread()) {
                own.add(all[i]);
            }
        }
        return own;
    }

    private boolean belongs(ClassLoader candidate) {
        ClassLoader next = candidate;
        while (next != null && next != loader) {
            next = next.getParent();
        }
        return next == loader;
    }

    private static void join(List<Thread> threads, long limitMillis) {
        long share = threads.isEmpty() ? 0 : Math.max(1, limitMillis / threads.size());
        for (Thread thread : threads) {
            try {
                thread.join(share);
            } catch (InterruptedException again) {
                return;
            }
        }
    }

    private void removeDrivers() {
        if (!loader.hasDrivers()) {
            return;
        }
        try {
            loader.defineGuest(GuestDrivers.class.getName())
                    .getMethod("deregister")
                    .invoke(null);
        } catch (ReflectiveOperationException failure) {
            log.warn("function '{}': its JDBC drivers could not be deregistered", function, failure);
        }
    }

    private void removeBeans() {
        for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
            for (ObjectName name : server.queryNames(null, null)) {
                try {
                    if (belongs(server.getClassLoaderFor(name))) {
                        server.unregisterMBean(name);
                    }
                } catch (JMException failure) {
                    log.debug("MBean {} is gone already", name, failure);
                }
            }
        }
    }
}
