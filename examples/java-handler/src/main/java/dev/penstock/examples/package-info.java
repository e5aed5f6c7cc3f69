/**
 * A Lambda function as a user of Penstock writes it: AWS libraries only, nothing of Penstock. Start with {@link
 * dev.penstock.examples.WarningHandler}.
 */
@NullMarked
package dev.penstock.examples;

import org.jspecify.annotations.NullMarked;
