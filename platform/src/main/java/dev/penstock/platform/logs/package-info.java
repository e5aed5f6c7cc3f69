/**
 * Log groups as CloudWatch Logs has them, in memory and bounded, and the CloudWatch Logs API over them. Start with {@link dev.penstock.platform.logs.LogGroups}. Why it lives in platform: docs/adr/0010.
 */
@NullMarked
package dev.penstock.platform.logs;

import org.jspecify.annotations.NullMarked;
