package dev.penstock.broker;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads device shadows. */
public interface DeviceShadows {

    /**
     * The whole document, with {@code state}, {@code metadata}, {@code version}, {@code timestamp}.
     *
     * @param shadowName empty for the classic shadow
     * @throws dev.penstock.platform.aws.AwsException ResourceNotFoundException
     */
    JsonNode document(String thing, String shadowName);
}
