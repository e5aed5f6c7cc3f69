/**
 * The application code as text: tokens with positions, statements, and errors that point into what the user wrote. No Calcite types leave it. Start with {@link dev.penstock.analytics.sql.StatementParser}.
 */
@NullMarked
package dev.penstock.analytics.sql;

import org.jspecify.annotations.NullMarked;
