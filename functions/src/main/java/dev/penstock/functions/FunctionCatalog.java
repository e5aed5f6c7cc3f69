package dev.penstock.functions;

import dev.penstock.platform.data.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The functions there are, with their versions and aliases. A function is named by its name or ARN; where a version or
 * alias is allowed the text may have one, see {@link FunctionReference}. Errors are {@code AwsException} with AWS's codes
 * and texts: ResourceNotFoundException, ResourceConflictException, InvalidParameterValueException,
 * PreconditionFailedException. Source: Lambda API Reference.
 */
public interface FunctionCatalog {

    /** Adds a function; its code is loaded by its first invocation, or by {@code Functions.warmUp}. */
    FunctionDescription create(FunctionSpec spec);

    /** @param function with or without a version or alias */
    FunctionDescription describe(String function);

    /** The code as it is now of every function, by name. */
    List<FunctionDescription> functions();

    /**
     * Changes code or configuration. Invocations that run finish on what they began with.
     *
     * @param revisionId refused when the function has another one meanwhile
     */
    FunctionDescription update(String function, Optional<String> revisionId, UnaryOperator<FunctionSpec> change);

    /** @param function with a version: only that one; else everything of the function */
    void delete(String function);

    /** Keeps a zip that came over the wire, as long as a function or version has it for its code. */
    Path keepCode(Bytes zip);

    /**
     * Publishes the code and configuration as they are now; gives the last version again when nothing changed.
     *
     * @param codeSha256 refused when the code has another one
     */
    FunctionDescription publish(
            String function, Optional<String> description, Optional<String> revisionId, Optional<String> codeSha256);

    /** {@code $LATEST} first, then versions by number. */
    List<FunctionDescription> versions(String function);

    FunctionAlias createAlias(String function, FunctionAlias alias);

    FunctionAlias updateAlias(
            String function, String alias, Optional<String> revisionId, UnaryOperator<FunctionAlias> change);

    FunctionAlias alias(String function, String alias);

    /** By name. */
    List<FunctionAlias> aliases(String function);

    void deleteAlias(String function, String alias);

    /** @param limit empty takes the limit away */
    void reserveConcurrency(String function, OptionalInt limit);

    /** How asynchronous invocations of a function, version or alias are tried; empty when nothing is set. */
    Optional<FunctionOptions.Events> events(String function);

    /** @param settings empty takes what was set away */
    void setEvents(String function, Optional<FunctionOptions.Events> settings);

    /** All that is set, by qualified ARN. */
    Map<String, FunctionOptions.Events> allEvents(String function);

    /** Tags of a function as it is now. */
    void setTags(String function, Map<String, String> tags);
}
