/** Clients of Kinesis Data Analytics that we did not write, against the API at a real endpoint. */
@NullMarked
package dev.penstock.analytics.clients;

import org.jspecify.annotations.NullMarked;
