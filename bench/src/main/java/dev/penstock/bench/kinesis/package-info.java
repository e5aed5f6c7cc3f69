/** Penstock's Kinesis beside kinesalite's: the same driver, the same machine, the same run. */
@NullMarked
package dev.penstock.bench.kinesis;

import org.jspecify.annotations.NullMarked;
