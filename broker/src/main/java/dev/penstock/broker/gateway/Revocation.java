package dev.penstock.broker.gateway;

import dev.penstock.broker.policy.Principal;

/** Told to all connections: this principal may no longer be connected. */
record Revocation(Principal principal) {}
