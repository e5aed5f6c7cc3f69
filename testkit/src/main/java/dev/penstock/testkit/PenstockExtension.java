package dev.penstock.testkit;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link Penstock} does: one session for each annotated class, kept in the store of that class. */
final class PenstockExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PenstockExtension.class);
    private static final String KINESIS = "software.amazon.awssdk.services.kinesis.KinesisClient";
    private static final String DYNAMODB = "software.amazon.awssdk.services.dynamodb.DynamoDbClient";
    private static final Set<String> PARAMETERS =
            Set.of(Pipeline.class.getName(), Device.class.getName(), KINESIS, DYNAMODB);

    @Override
    public void beforeAll(ExtensionContext context) {
        session(context);
    }

    /** Closes the pipeline with the class that started it; a nested class leaves the one around it running. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (owner(context) == context) {
            Session session = context.getStore(NAMESPACE).remove(context.getRequiredTestClass(), Session.class);
            if (session != null) {
                session.close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.contains(parameter.getParameter().getType().getName());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Session session = session(context);
        String type = parameter.getParameter().getType().getName();
        // Compared by name: the classes of the SDK are touched only when the test itself uses them.
        if (type.equals(KINESIS)) {
            return session.client(
                    type, () -> KinesisAccess.client(session.pipeline().endpoint()));
        }
        if (type.equals(DYNAMODB)) {
            return session.client(
                    type, () -> DynamoDbAccess.client(session.pipeline().endpoint()));
        }
        return type.equals(Device.class.getName())
                ? session.pipeline().device("device-" + number(parameter))
                : session.pipeline();
    }

    /** Counts the devices among the parameters, from 1. */
    private static long number(ParameterContext parameter) {
        return Arrays.stream(parameter.getDeclaringExecutable().getParameters(), 0, parameter.getIndex() + 1)
                .map(Parameter::getType)
                .filter(Device.class::equals)
                .count();
    }

    /** With one instance for all tests, its constructor's parameters are wanted before {@link #beforeAll}. */
    private static Session session(ExtensionContext context) {
        ExtensionContext owner = owner(context);
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(owner.getRequiredTestClass(), testClass -> start(owner), Session.class);
    }

    private static Session start(ExtensionContext owner) {
        Class<?> testClass = owner.getRequiredTestClass();
        Penstock annotation =
                AnnotationSupport.findAnnotation(testClass, Penstock.class).orElseThrow();
        PipelineOptions options = PipelineOptions.read(annotation, testClass);
        Engine engine = owner.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(EngineHome.jar(owner), Engine::load, Engine.class);
        return Session.start(engine, options, testClass);
    }

    /** The context of the annotated class: the test's own or, for nested classes without annotation, one around it. */
    private static ExtensionContext owner(ExtensionContext context) {
        ExtensionContext owner = context;
        while (!AnnotationSupport.isAnnotated(owner.getTestClass(), Penstock.class)) {
            owner = owner.getParent().orElseThrow();
        }
        while (owner.getParent().flatMap(ExtensionContext::getTestClass).equals(owner.getTestClass())) {
            owner = owner.getParent().orElseThrow();
        }
        return owner;
    }
}
