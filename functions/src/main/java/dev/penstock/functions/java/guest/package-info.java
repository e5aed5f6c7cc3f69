/**
 * The part of the Java runtime that stands next to the user's code: finds the handler by AWS's rules, turns JSON to
 * objects, makes the context, words the errors. Knows only the JDK, aws-lambda-java-core and
 * aws-lambda-java-serialization, so that it can run in two places:
 *
 * <ul>
 *   <li>inside this JVM, defined again in a class loader of every environment; the host calls it by reflection with JDK
 *       types only, and {@link dev.penstock.functions.java.guest.GuestSystem} stands for {@code System};
 *   <li>in a JVM of its own, on its class path, called by a main class that speaks the Runtime API.
 * </ul>
 *
 * <p>Start with {@link dev.penstock.functions.java.guest.GuestHandler}; the class path of a function is
 * {@link dev.penstock.functions.java.guest.CodePath}.
 */
@NullMarked
package dev.penstock.functions.java.guest;

import org.jspecify.annotations.NullMarked;
