/**
 * Functions in FROM that make another stream of a query: {@code TABLE(function(CURSOR(query), ...))}. Start with
 * {@link dev.penstock.analytics.table.TableFunctions}.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Statistical Variance and Machine Learning functions, TOP_K_ITEMS_TUMBLING,
 * COUNT_DISTINCT_ITEMS_TUMBLING, Group Rank.
 */
@NullMarked
package dev.penstock.analytics.table;

import org.jspecify.annotations.NullMarked;
