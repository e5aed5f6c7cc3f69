package dev.penstock.functions.java;

/**
 * What user code shares with Penstock: the JDK's platform classes and AWS's handler interfaces (aws-lambda-java-core), so
 * that our {@code RequestHandler} is theirs. Nothing else of our class path can be seen through it: a function that forgot
 * to pack a library fails here as it fails on AWS.
 */
final class RuntimeView extends ClassLoader {
    private static final String CORE = "com.amazonaws.services.lambda.runtime";

    static {
        registerAsParallelCapable();
    }

    RuntimeView() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        int packageEnd = name.lastIndexOf('.');
        String packageName = packageEnd < 0 ? "" : name.substring(0, packageEnd);
        // The package itself, not what is below it: the events library lives there too and belongs to the user.
        if (packageName.equals(CORE) || packageName.equals(CORE + ".logging")) {
            return Class.forName(name, false, RuntimeView.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
