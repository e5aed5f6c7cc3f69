package dev.penstock.analytics.wire;

/** The parts that an application has several of, or none, each with an id. */
enum Part {
    INPUT("Input", "InputId", 1),
    OUTPUT("Output", "OutputId", 3),
    REFERENCE("ReferenceDataSource", "ReferenceId", 1),
    LOGGING("CloudWatchLoggingOption", "CloudWatchLoggingOptionId", 1);

    /** The member of a request that has one. */
    final String member;

    final String id;
    final int most;

    Part(String member, String id, int most) {
        this.member = member;
        this.id = id;
        this.most = most;
    }

    Shape.Structure shape(Model model) {
        return switch (this) {
            case INPUT -> model.input;
            case OUTPUT -> model.output;
            case REFERENCE -> model.reference;
            case LOGGING -> model.logging;
        };
    }
}
