package dev.penstock.analytics.wire;

/** The runtime environments of the second version of the API. */
final class Runtimes {
    static final String SQL = "SQL-1_0";
    static final Shape.Text SHAPE = Shape.oneOf(
            SQL,
            "FLINK-1_6",
            "FLINK-1_8",
            "ZEPPELIN-FLINK-1_0",
            "FLINK-1_11",
            "FLINK-1_13",
            "ZEPPELIN-FLINK-2_0",
            "FLINK-1_15",
            "ZEPPELIN-FLINK-3_0",
            "FLINK-1_18",
            "FLINK-1_19",
            "FLINK-1_20",
            "FLINK-2_2");

    private Runtimes() {}
}
