/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.identity;

import org.jspecify.annotations.NullMarked;
