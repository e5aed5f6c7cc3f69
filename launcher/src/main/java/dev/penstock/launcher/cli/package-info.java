/**
 * The commands of {@code penstock.jar}, one class each. The only package that prints; what it prints is part of the
 * product.
 */
@NullMarked
package dev.penstock.launcher.cli;

import org.jspecify.annotations.NullMarked;
