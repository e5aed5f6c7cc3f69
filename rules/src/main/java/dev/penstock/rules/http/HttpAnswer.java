package dev.penstock.rules.http;

/**
 * The answer to a POST that was successful.
 *
 * @param status 200 to 299
 * @param tries how often it was sent, 1 to 3
 */
public record HttpAnswer(int status, int tries) {}
