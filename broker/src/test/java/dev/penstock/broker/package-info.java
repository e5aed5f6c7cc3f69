/** Real MQTT clients against a broker on loopback. {@code TestBroker} starts one, {@code RawClient} speaks bytes. */
@NullMarked
package dev.penstock.broker;

import org.jspecify.annotations.NullMarked;
