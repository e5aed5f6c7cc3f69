package dev.penstock.rules.sql;

import java.util.List;
import java.util.Optional;

/** What the checker must know about functions. */
public interface FunctionCatalog {

    /** A function, by its name in any case. */
    Optional<Declaration> declaration(String name);

    /** Why a function that AWS has cannot be used here, and what to do; empty for one that can, or that nobody has. */
    Optional<String> missing(String name);

    /** All names, for suggestions. */
    List<String> names();

    /** One function as the checker sees it. */
    interface Declaration {
        /** No argument. */
        int NONE = -1;

        String name();

        SqlVersion since();

        /** How many arguments it takes, in words, for example {@code 1 or 2 arguments}. */
        String arity();

        boolean takes(int arguments);

        /** Whether {@code *} may be an argument. */
        boolean takesStar();

        /** What it is for one call, where calls of one name are answered in different ways. */
        Declaration forCall(Expression.Call call);

        /** Whether another service has to be asked. */
        boolean isExternal();

        /** Whether templates of actions may call it. */
        boolean worksInTemplates();

        /**
         * The argument whose failure it catches, or {@link #NONE}; its other arguments may then not call external
         * functions, because nobody would catch theirs.
         */
        int caughtArgument();

        /** The arguments that no variable may stand for, given how many there are: modes, and ARNs of roles. */
        List<Integer> fixedArguments(int count);

        /** What this call asks for that cannot be done here; empty when it can be done. */
        Optional<String> refusal(Expression.Call call);
    }
}
