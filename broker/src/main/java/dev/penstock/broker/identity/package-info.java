/**
 * The registry: things, their types and groups, certificates, certificate authorities, policies, and what is attached to
 * what. Start with {@link dev.penstock.broker.identity.Registry}. {@link dev.penstock.broker.identity.RegistryAuthorizer}
 * answers the gateway's questions from it.
 */
@NullMarked
package dev.penstock.broker.identity;

import org.jspecify.annotations.NullMarked;
