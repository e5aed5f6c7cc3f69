/**
 * The one operation of AWS STS that clients call before anything else, to learn which account they are: the Kinesis
 * Producer Library and the AWS CLI do. No roles, no sessions, no tokens. Start with {@link
 * dev.penstock.platform.sts.CallerIdentity}. It lives in platform for the reasons of the metrics beside it:
 * docs/adr/0010.
 */
@NullMarked
package dev.penstock.platform.sts;

import org.jspecify.annotations.NullMarked;
