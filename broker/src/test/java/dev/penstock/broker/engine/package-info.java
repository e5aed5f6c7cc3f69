/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.engine;

import org.jspecify.annotations.NullMarked;
