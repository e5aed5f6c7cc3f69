/** The AWS IoT Device SDKs as clients, unchanged. */
@NullMarked
package dev.penstock.broker.devicesdk;

import org.jspecify.annotations.NullMarked;
