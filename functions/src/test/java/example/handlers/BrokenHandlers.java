package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Handlers that cannot be made. */
public final class BrokenHandlers {

    private BrokenHandlers() {}

    public static class ThrowingConstructor implements RequestHandler<Object, String> {
        public ThrowingConstructor() {
            throw new IllegalStateException("no table");
        }

        @Override
        public String handleRequest(Object event, Context context) {
            return "never";
        }
    }

    public static class ThrowingStatic implements RequestHandler<Object, String> {
        private static final int NUMBER = Integer.parseInt("seven");

        @Override
        public String handleRequest(Object event, Context context) {
            return "never " + NUMBER;
        }
    }

    public static class NeedsArgument implements RequestHandler<Object, String> {
        public NeedsArgument(String argument) {}

        @Override
        public String handleRequest(Object event, Context context) {
            return "never";
        }
    }

    @SuppressWarnings("rawtypes")
    public static class Raw implements RequestHandler {
        @Override
        public Object handleRequest(Object event, Context context) {
            return "never";
        }
    }

    public static class NoHandler {}

    @SuppressWarnings("ClassCanBeStatic") // on purpose
    public class Inner implements RequestHandler<Object, String> {
        @Override
        public String handleRequest(Object event, Context context) {
            return "never";
        }
    }

    public abstract static class Abstract implements RequestHandler<Object, String> {
        public Abstract() {}
    }

    public static class Exiting implements RequestHandler<Object, String> {
        public Exiting() {
            System.exit(3);
        }

        @Override
        public String handleRequest(Object event, Context context) {
            return "never";
        }
    }
}
