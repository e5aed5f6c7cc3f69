/** The broker port on a real AWS IoT endpoint: its messages feed local rules. */
@NullMarked
package dev.penstock.broker.aws;

import org.jspecify.annotations.NullMarked;
