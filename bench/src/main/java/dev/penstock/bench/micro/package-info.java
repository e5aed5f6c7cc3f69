/** JMH benchmarks of single hops, through their front doors. */
@NullMarked
package dev.penstock.bench.micro;

import org.jspecify.annotations.NullMarked;
