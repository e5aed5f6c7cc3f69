package dev.penstock.launcher.template.resource;

import java.util.regex.Pattern;

/** Which values of the property Runtime can run here. Source: Lambda developer guide, runtimes. */
final class FunctionRuntimes {
    private static final Pattern CAN_RUN = Pattern.compile(
            "java(8(\\.al2)?|11|17|21|25)" + "|python3\\.\\d+|nodejs(1[2-9]|[2-9]\\d)\\.x|provided(\\.al2|\\.al2023)?");

    /** Long gone on AWS; public templates still have them. */
    private static final Pattern RETIRED = Pattern.compile("python2\\.7|nodejs(\\d?\\.x|10\\.x|\\d\\.\\d+)?");

    private static final Pattern NEEDS_BOOTSTRAP = Pattern.compile("(ruby|dotnet|go).*");

    private FunctionRuntimes() {}

    static void check(String runtime, PropertyReader properties, PlanDraft plan) {
        if (RETIRED.matcher(runtime).matches()) {
            plan.warn(
                    properties.at("Runtime"),
                    "%s: 'Runtime' %s was retired by AWS; it runs on the interpreter of this machine, which may refuse its code"
                            .formatted(properties.owner(), runtime));
        } else if (!CAN_RUN.matcher(runtime).matches()) {
            properties.error(
                    properties.at("Runtime"),
                    "'Runtime' %s is not supported; supported: java8, java8.al2, java11, java17, java21, java25, python3.x, nodejsNN.x, provided, provided.al2, provided.al2023%s"
                            .formatted(runtime, advice(runtime)));
        }
    }

    private static String advice(String runtime) {
        return NEEDS_BOOTSTRAP.matcher(runtime).matches()
                ? "; to run it, put an executable 'bootstrap' that speaks the Lambda Runtime API beside the code and say provided.al2023"
                : "";
    }
}
