/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.authority;

import org.jspecify.annotations.NullMarked;
