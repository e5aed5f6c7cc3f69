package dev.penstock.rules.spi;

import dev.penstock.platform.aws.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one action, or of a structure inside, as they are read. Every method marks its parameter as known;
 * what is left unread is refused. All methods throw {@link AwsException} InvalidRequestException, which names the
 * parameter, when it is missing or of the wrong type, and SqlParseException for a template that does not parse.
 */
public interface ActionParameters {

    /** A text with templates that must be there. */
    Field template(String name);

    /** A text with templates, or what stands for it when it is not given. */
    Field template(String name, String otherwise);

    /** A text with templates; empty when it is not given. */
    Optional<Field> optionalTemplate(String name);

    /** A text without templates that must be there. */
    String text(String name);

    /** A text without templates; empty when it is not given. */
    Optional<String> optionalText(String name);

    /** One of a few words; the first is taken when nothing is given. */
    String oneOf(String name, List<String> words);

    /** A whole number, given as a number or as digits. */
    int number(String name, int otherwise, int min, int max);

    /** A Boolean, given as one or as text. */
    boolean flag(String name, boolean otherwise);

    /** A structure; empty when it is not given. */
    Optional<ActionParameters> structure(String name);

    /** A list of structures; empty when it is not given. */
    List<ActionParameters> structures(String name);

    /** A map whose values have templates, in the order given; empty when it is not given. */
    Map<String, Field> templates(String name);

    /** The names of the parameters that are given, in order; does not mark them as known. */
    List<String> names();

    /** A parameter that AWS needs and that has no effect here, for example {@code roleArn}. */
    void ignore(String name);

    /** A parameter that AWS has and that is not supported here: refused when it is given. */
    void refuse(String name, String reason);

    /** The error for a parameter that is there and cannot be used. */
    AwsException invalid(String name, String problem);
}
