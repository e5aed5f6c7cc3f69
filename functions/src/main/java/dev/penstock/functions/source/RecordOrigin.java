package dev.penstock.functions.source;

/** What is the same for all records of a mapping. */
record RecordOrigin(String streamArn, String region, String roleArn) {}
