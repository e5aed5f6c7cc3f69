package example.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Says what it read from each record. */
@SuppressWarnings("JavaUtilDate") // what the events library gives
public class KinesisHandler implements RequestHandler<KinesisEvent, String> {

    @Override
    public String handleRequest(KinesisEvent event, Context context) {
        return event.getRecords().stream()
                .map(record -> String.join(
                        " ",
                        record.getKinesis().getPartitionKey(),
                        new String(record.getKinesis().getData().array(), StandardCharsets.UTF_8),
                        record.getKinesis().getSequenceNumber(),
                        Long.toString(record.getKinesis()
                                .getApproximateArrivalTimestamp()
                                .getTime()),
                        record.getEventSourceARN(),
                        record.getEventID()))
                .collect(Collectors.joining("\n"));
    }
}
