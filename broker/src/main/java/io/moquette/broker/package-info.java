/**
 * Penstock's foothold in Moquette's own package, because the parts it is assembled from are package-private. Start with
 * {@link io.moquette.broker.PenstockKernel}. The types here are {@code @NullMarked} one by one: the annotation on the
 * package would claim it for Moquette's classes as well.
 */
package io.moquette.broker;
