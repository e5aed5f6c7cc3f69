/** What users write. Copied into a folder and loaded from there, never used as classes of the tests. */
package example.handlers;
