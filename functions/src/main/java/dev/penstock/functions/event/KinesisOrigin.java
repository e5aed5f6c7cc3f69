package dev.penstock.functions.event;

import com.fasterxml.jackson.core.io.SerializedString;

/** What is the same for all records of a mapping on a Kinesis stream, encoded once. */
record KinesisOrigin(SerializedString sourceArn, SerializedString region, SerializedString roleArn) {

    KinesisOrigin(String sourceArn, String region, String roleArn) {
        this(new SerializedString(sourceArn), new SerializedString(region), new SerializedString(roleArn));
    }
}
