/** Puts the parts of the local registry together: {@link dev.penstock.broker.local.LocalIdentities}. */
@NullMarked
package dev.penstock.broker.local;

import org.jspecify.annotations.NullMarked;
