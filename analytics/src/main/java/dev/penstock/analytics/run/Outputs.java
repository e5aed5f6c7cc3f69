package dev.penstock.analytics.run;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Destination;
import dev.penstock.analytics.type.StreamSchema;
import java.util.ArrayList;
import java.util.List;

/** The outputs of one run. */
final class Outputs {
    private final ApplicationSpec spec;
    private final ApplicationRun.Surroundings surroundings;
    private final Retries retries;
    private final Parking parking;
    private final Counters counters;
    private final List<RowOutput> all = new ArrayList<>();

    Outputs(ApplicationSpec spec, ApplicationRun.Surroundings surroundings, Parking parking, Counters counters) {
        this.spec = spec;
        this.surroundings = surroundings;
        this.parking = parking;
        this.counters = counters;
        retries = new Retries(parking);
    }

    /** Makes those of a stream. */
    List<RowOutput> of(StreamSchema schema) {
        List<RowOutput> made = spec.outputs().stream()
                .filter(output -> output.inApplicationStream().equals(schema.name()))
                .map(output -> output(output, schema))
                .toList();
        all.addAll(made);
        return made;
    }

    private RowOutput output(ApplicationSpec.Output output, StreamSchema schema) {
        Destination destination = output.destination();
        if (destination instanceof Destination.Function function) {
            return new FunctionOutput(
                    new FunctionOutput.Target(
                            spec.name(),
                            surroundings.identity(),
                            function.arn(),
                            surroundings.services().functions()),
                    schema,
                    RowFormat.valueOf(output.format()),
                    retries,
                    parking,
                    counters);
        }
        RecordTarget target = destination instanceof Destination.DeliveryStream delivery
                ? RecordTarget.delivery(surroundings.services().deliveries(), spec.name(), delivery.name())
                : RecordTarget.stream(surroundings.streams(), output.stream());
        return new OutputWriter(output, schema, target, retries, parking, counters);
    }

    /**
     * Returns when every row so far has reached its destination. Functions are slower than streams and hold nobody up who
     * went before.
     */
    void flush() {
        all.stream().filter(OutputWriter.class::isInstance).forEach(RowOutput::flush);
        all.forEach(RowOutput::flush);
    }
}
