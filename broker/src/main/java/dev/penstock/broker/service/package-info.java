/**
 * The port between the gateway and what answers on reserved topics ({@code $aws/...}): {@link TopicService} takes
 * publishes, {@link ServicePublisher} sends answers, {@link ReservedTopics} says which of these topics there are. No
 * service lives here.
 */
@NullMarked
package dev.penstock.broker.service;

import org.jspecify.annotations.NullMarked;
