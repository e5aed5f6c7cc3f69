/**
 * Where {@code http} actions may send: destinations and their confirmation. Start with {@link
 * dev.penstock.rules.destination.Destinations}.
 */
@NullMarked
package dev.penstock.rules.destination;

import org.jspecify.annotations.NullMarked;
