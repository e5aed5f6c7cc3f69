package dev.penstock.broker.authority;

import java.util.function.Supplier;

/** Where an authority outlives the JVM. */
@FunctionalInterface
interface AuthorityStore {
    /** It does not. */
    AuthorityStore NONE = Supplier::get;

    /** The authority that is kept here; when there is none, a new one, which is kept from now on. */
    AuthorityKeys loadOrKeep(Supplier<AuthorityKeys> made);
}
