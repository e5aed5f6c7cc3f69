package example.handlers;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Handlers of stream events that never end. */
public class KinesisTroubles {

    public String hanging(Map<String, Object> event) throws InterruptedException {
        new CountDownLatch(1).await();
        return "never " + event;
    }
}
