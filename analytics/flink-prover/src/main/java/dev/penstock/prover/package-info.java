/**
 * Proves translations to Flink SQL: the same recorded input goes through the engine and through Flink's MiniCluster, and the
 * rows are compared. Begin with {@link dev.penstock.prover.Prover}. It is a program of its own with a class path of its own;
 * nothing of Penstock depends on it.
 */
@NullMarked
package dev.penstock.prover;

import org.jspecify.annotations.NullMarked;
