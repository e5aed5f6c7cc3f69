package example.handlers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Asks for what belongs to the whole process. */
public class ProcessHandler {

    /** An error with an own idea of printing. */
    private static final class OwnError extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace() {
            System.err.println("printed its own way");
        }
    }

    public static final class Problem extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public Map<String, Boolean> builder(String name) {
        ProcessBuilder builder = new ProcessBuilder("env");
        builder.environment().put("ADDED", "1");
        return Map.of(
                name,
                builder.environment().containsKey(name),
                "ADDED",
                builder.environment().containsKey("ADDED"),
                "PATH",
                builder.environment().containsKey("PATH"));
    }

    public String started(String name) throws IOException {
        Process process = new ProcessBuilder(javaCommand(), "-XshowSettings:properties", "-version")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().filter(line -> line.contains(name)).findFirst().orElse("absent");
    }

    private static String javaCommand() {
        return System.getProperty("java.home") + "/bin/java";
    }

    public int input(Map<String, Object> event) throws IOException {
        InputStream in = System.in;
        return in.read();
    }

    public String reference(int status) {
        IntConsumer exit = System::exit;
        exit.accept(status);
        return "never";
    }

    public String runtimeReference(int status) {
        IntConsumer halt = Runtime.getRuntime()::halt;
        halt.accept(status);
        return "never";
    }

    public int references(Map<String, Object> event) {
        Supplier<Map<String, String>> all = System::getenv;
        return all.get().size();
    }

    public void hook(String text) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook " + text)));
    }

    public void traces(Map<String, Object> event) {
        Problem problem = new Problem();
        problem.printStackTrace();
        new OwnError().printStackTrace();
    }

    public void child(String text) throws InterruptedException {
        Thread thread = new Thread(() -> System.out.println("child " + text));
        thread.start();
        thread.join();
    }

    /** Prints when the invocation is over. */
    public void late(String text) {
        Thread handler = Thread.currentThread();
        new Thread(() -> {
                    while (handler.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    System.out.println("late " + text);
                })
                .start();
    }

    public String classLoaders(Map<String, Object> event) {
        return (Thread.currentThread().getContextClassLoader() == ProcessHandler.class.getClassLoader()) + " "
                + (ProcessHandler.class.getResource("/logback-test.xml") != null);
    }
}
