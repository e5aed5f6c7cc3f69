/**
 * The part of the IoT control plane that is about identity, over {@link dev.penstock.broker.identity.Registry}. Start with {@link dev.penstock.broker.wire.IotIdentity}: it lists the operations. Rules and jobs serve other parts of the same API.
 */
@NullMarked
package dev.penstock.broker.wire;

import org.jspecify.annotations.NullMarked;
