/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.wire;

import org.jspecify.annotations.NullMarked;
