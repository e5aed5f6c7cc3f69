/** The cases of {@code conformance/lambda.jsonl}, each run as a test that bears its id. */
package dev.penstock.functions.conformance;
