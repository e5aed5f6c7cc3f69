package dev.penstock.rules.http;

import java.time.Duration;

/**
 * When a batch is sent: when the first of these is reached.
 *
 * @param openFor how long it waits for further messages
 * @param messages how many it has at most
 * @param bytes of all payloads; a message that is longer goes alone
 */
public record BatchLimits(Duration openFor, int messages, int bytes) {}
