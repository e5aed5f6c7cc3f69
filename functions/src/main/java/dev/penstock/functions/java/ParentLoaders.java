package dev.penstock.functions.java;

/**
 * What all environments of a runtime have in common.
 *
 * @param libraries under environments with code of their own
 * @param program for handlers that are part of the program
 */
record ParentLoaders(LibraryLoader libraries, ClassLoader program) {

    /** The program's loader is the context loader of this thread. */
    static ParentLoaders ofThisThread() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return new ParentLoaders(new LibraryLoader(), context == null ? ParentLoaders.class.getClassLoader() : context);
    }
}
