package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;

/** Leaves things behind and does what ends a process. */
public class LeakingHandler {
    private static final ThreadLocal<byte[]> CACHE = new ThreadLocal<>();

    public interface ThingMBean {
        int getNumber();
    }

    public static class Thing implements ThingMBean {
        @Override
        public int getNumber() {
            return 1;
        }
    }

    public static class NoDriver implements Driver {
        @Override
        public Connection connect(String url, Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    /** A class of the user that the JSON library gets to know. */
    public static class Result {
        public String getText() {
            return "leaked";
        }
    }

    public Result leak(Result event, Context context) throws SQLException, JMException {
        CACHE.set(new byte[1024]);
        DriverManager.registerDriver(new NoDriver());
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new Thing(), new ObjectName("example:type=Thing,id=" + System.nanoTime()));
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> System.out.println(failure));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
        Thread thread = new Thread(LeakingHandler::waitForEver, "leaked-by-handler");
        thread.setDaemon(true);
        thread.start();
        return new Result();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("removal") // an Error like any other here
    public String death(Object event) {
        throw new ThreadDeath();
    }

    public String memory(Object event) {
        throw new OutOfMemoryError("Java heap space");
    }

    public String assertion(Object event) {
        throw new AssertionError("an Error");
    }

    public int lines(int count) {
        String line = "x".repeat(999);
        for (int i = 0; i < count; i++) {
            System.out.println(line);
        }
        return count;
    }

    public int noLines(int count) {
        String text = "\u00e4".repeat(500);
        for (int i = 0; i < count; i++) {
            System.out.print(text);
        }
        return count;
    }
}
