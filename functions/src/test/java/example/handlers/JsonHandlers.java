package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Map;

/** Handlers that show how JSON becomes objects. */
@SuppressWarnings("JavaUtilDate") // what the events library gives
public final class JsonHandlers {

    public static class Count implements RequestHandler<Integer, Integer> {
        @Override
        public Integer handleRequest(Integer event, Context context) {
            return event;
        }
    }

    public static class Arrival implements RequestHandler<KinesisEvent, Long> {
        @Override
        public Long handleRequest(KinesisEvent event, Context context) {
            Date arrival = event.getRecords().get(0).getKinesis().getApproximateArrivalTimestamp();
            return arrival == null ? null : arrival.getTime();
        }
    }

    public static class Buffer implements RequestHandler<KinesisEvent, String> {
        @Override
        public String handleRequest(KinesisEvent event, Context context) {
            ByteBuffer data = event.getRecords().get(0).getKinesis().getData();
            return data.hasArray() + " " + data.arrayOffset() + " " + data.array().length + " " + data.position();
        }
    }

    public static class Annotated implements RequestHandler<Annotated.Reading, String> {
        public static class Reading {
            @JsonProperty("device_id")
            private String deviceId;

            public String getDeviceId() {
                return deviceId;
            }

            public void setDeviceId(String deviceId) {
                this.deviceId = deviceId;
            }
        }

        @Override
        public String handleRequest(Reading event, Context context) {
            return event.getDeviceId();
        }
    }

    public static class Unwritable implements RequestHandler<Map<String, Object>, Unwritable.Result> {
        public static class Result {
            public String getText() {
                throw new IllegalStateException("not now");
            }
        }

        @Override
        public Result handleRequest(Map<String, Object> event, Context context) {
            return new Result();
        }
    }

    public void quiet(Map<String, Object> event) {}
}
