package dev.penstock.rules.sql;

import java.util.List;
import java.util.Optional;

/** What the checker must know about functions. */
public interface FunctionCatalog {

    /** A function, by its name in any case. */
    Optional<Declaration> declaration(String name);

    /** Why a function that AWS has is not here; empty for a function that is here or that nobody has. */
    Optional<String> missing(String name);

    /** All names, for suggestions. */
    List<String> names();

    /** One function as the checker sees it. */
    interface Declaration {
        String name();

        SqlVersion since();

        /** How many arguments it takes, in words, for example {@code 1 or 2 arguments}. */
        String arity();

        boolean takes(int arguments);

        /** Whether {@code *} may be an argument. */
        boolean takesStar();

        /** What this call asks for that cannot be done here; empty when it can be done. */
        Optional<String> refusal(Expression.Call call);
    }
}
