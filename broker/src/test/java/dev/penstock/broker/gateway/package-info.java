/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.gateway;

import org.jspecify.annotations.NullMarked;
