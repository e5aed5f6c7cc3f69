/**
 * Rule tests: reads cases, runs each on a rule of its own with stand-ins for other services, and compares. Start with
 * {@link dev.penstock.rules.cases.CaseParser}. It evaluates with the classes of the engine and knows no SQL itself.
 */
@NullMarked
package dev.penstock.rules.cases;

import org.jspecify.annotations.NullMarked;
