/** The cases of {@code conformance/lambda-templates.jsonl}, each run as a test that bears its id. */
@NullMarked
package dev.penstock.launcher.conformance;

import org.jspecify.annotations.NullMarked;
