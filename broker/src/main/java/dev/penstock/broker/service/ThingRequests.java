package dev.penstock.broker.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The topics on which things ask one service. */
public final class ThingRequests {
    private static final String THINGS = "$aws/things/";

    private final Pattern pattern;

    /** @param below what follows the name of the thing, which is the first group, as a regular expression */
    public ThingRequests(String below) {
        pattern = Pattern.compile(Pattern.quote(THINGS) + "([^/]+)/" + below);
    }

    /** Whether a topic is one of them. */
    public boolean contain(String topic) {
        return topic.startsWith(THINGS) && pattern.matcher(topic).matches();
    }

    /**
     * What a topic asks for.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public Matcher of(String topic) {
        Matcher request = pattern.matcher(topic);
        if (!request.matches()) {
            throw new IllegalArgumentException(topic);
        }
        return request;
    }
}
