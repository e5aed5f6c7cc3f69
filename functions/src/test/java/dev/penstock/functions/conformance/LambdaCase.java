package dev.penstock.functions.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** One case of {@code conformance/lambda.jsonl}: what is set up, done and expected, partly in words. */
record LambdaCase(String id, String area, JsonNode setup, JsonNode stimulus, JsonNode expect) {

    @Override
    public String toString() {
        return id + " " + area;
    }

    /** What makes a case executable: sets it up, does it, and compares with what is expected. */
    @FunctionalInterface
    interface Script {
        void run(LambdaCase given) throws Exception;
    }
}
