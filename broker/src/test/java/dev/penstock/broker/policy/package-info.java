/** Tests without a socket. */
@NullMarked
package dev.penstock.broker.policy;

import org.jspecify.annotations.NullMarked;
