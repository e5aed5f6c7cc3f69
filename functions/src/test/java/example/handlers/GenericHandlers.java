package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;

/** Handlers whose event type is said somewhere up the hierarchy. */
public final class GenericHandlers {

    private GenericHandlers() {}

    public static class Reading {
        private String deviceId;
        private double temperature;

        public String getDeviceId() {
            return deviceId;
        }

        public void setDeviceId(String deviceId) {
            this.deviceId = deviceId;
        }

        public double getTemperature() {
            return temperature;
        }

        public void setTemperature(double temperature) {
            this.temperature = temperature;
        }
    }

    public abstract static class Base<T> implements RequestHandler<T, String> {
        @Override
        public String handleRequest(T event, Context context) {
            return event instanceof Reading reading
                    ? "Reading " + reading.getDeviceId() + " " + reading.getTemperature()
                    : event.getClass().getName();
        }
    }

    public static class Sub extends Base<Reading> {}

    public abstract static class Middle<B, A extends B> extends Base<A> {}

    public static class Deep extends Middle<Object, Reading> {}

    /** Stays open, but says more than Object. */
    public static class Bounded<T extends Reading> extends Base<T> {}

    public static class Open<T> extends Base<T> {}

    public interface ReadingHandler extends RequestHandler<Reading, String> {}

    public static class ByInterface implements ReadingHandler {
        @Override
        public String handleRequest(Reading event, Context context) {
            return "Reading " + event.getDeviceId();
        }
    }

    public interface OneArgument<T> extends RequestHandler<T, String> {}

    /** AWS takes the arguments of OneArgument for those of RequestHandler. */
    public static class ByGenericInterface implements OneArgument<Reading> {
        @Override
        public String handleRequest(Reading event, Context context) {
            return "never";
        }
    }

    public static class Readings implements RequestHandler<List<Reading>, Integer> {
        @Override
        public Integer handleRequest(List<Reading> event, Context context) {
            return event.stream()
                    .mapToInt(reading -> (int) reading.getTemperature())
                    .sum();
        }
    }
}
