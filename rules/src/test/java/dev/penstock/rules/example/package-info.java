/**
 * The example of docs/actions.md.
 */
@NullMarked
package dev.penstock.rules.example;

import org.jspecify.annotations.NullMarked;
