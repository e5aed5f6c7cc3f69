package dev.penstock.analytics.plan;

import dev.penstock.analytics.type.StreamSchema;
import java.util.List;

/**
 * An application that can be started, any number of times.
 *
 * @param inputs the streams of the input, one or several, with the columns that the service adds at their end
 * @param streams that the code creates, in its order
 * @param pumps in the order of the code
 */
public record ApplicationPlan(List<StreamSchema> inputs, List<StreamSchema> streams, List<PumpPlan> pumps) {

    public ApplicationPlan {
        inputs = List.copyOf(inputs);
        streams = List.copyOf(streams);
        pumps = List.copyOf(pumps);
    }

    /** The pumps and what each step of them does, for people. */
    public String describe() {
        return PlanText.of(this);
    }
}
