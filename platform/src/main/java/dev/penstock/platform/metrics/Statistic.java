package dev.penstock.platform.metrics;

/** What can be asked of the values of a period; percentiles and trimmed means are not kept. */
enum Statistic {
    AVERAGE("Average") {
        @Override
        double of(Statistics statistics) {
            return statistics.average();
        }
    },
    SUM("Sum") {
        @Override
        double of(Statistics statistics) {
            return statistics.sum();
        }
    },
    SAMPLE_COUNT("SampleCount") {
        @Override
        double of(Statistics statistics) {
            return statistics.sampleCount();
        }
    },
    MAXIMUM("Maximum") {
        @Override
        double of(Statistics statistics) {
            return statistics.maximum();
        }
    },
    MINIMUM("Minimum") {
        @Override
        double of(Statistics statistics) {
            return statistics.minimum();
        }
    };

    private final String awsName;

    Statistic(String awsName) {
        this.awsName = awsName;
    }

    static Statistic of(String awsName) {
        for (Statistic one : values()) {
            if (one.awsName.equals(awsName)) {
                return one;
            }
        }
        throw MetricErrors.notHere("the statistic '" + awsName + "'");
    }

    String awsName() {
        return awsName;
    }

    abstract double of(Statistics statistics);
}
