/**
 * The {@code kinesisanalytics} API, versions 2015-08-14 and 2018-05-23, for SQL applications. Start with
 * {@link dev.penstock.analytics.wire.AnalyticsApi}. Configurations are kept as the documents that clients send:
 * describing and updating them is renaming and merging of members.
 */
@NullMarked
package dev.penstock.analytics.wire;

import org.jspecify.annotations.NullMarked;
