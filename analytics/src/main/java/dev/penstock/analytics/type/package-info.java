/**
 * SQL types of in-application streams and the values of their rows: JSON and SQL values become column values here, with the errors the service reports. No Calcite. Start with {@link dev.penstock.analytics.type.ColumnType}.
 */
@NullMarked
package dev.penstock.analytics.type;

import org.jspecify.annotations.NullMarked;
