/**
 * The message broker beside mosquitto, the same devices against both in one run; thousands of devices for minutes; and
 * what happens when they all come back at once.
 */
@NullMarked
package dev.penstock.bench.mqtt;

import org.jspecify.annotations.NullMarked;
