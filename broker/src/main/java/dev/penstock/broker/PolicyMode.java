package dev.penstock.broker;

/**
 * Whether policies are enforced; the setting {@code broker.policies}. Clients that sign their requests (SigV4) have IAM
 * policies in AWS, which Penstock does not have: all modes let them do everything.
 */
public enum PolicyMode {
    /** Clients with a certificate are held to their policies, others may do everything. What holds without a setting. */
    CERTIFICATES,
    /** Every client is held to its policies: one without a certificate has none and may do nothing. */
    ENFORCE,
    /** Decides as {@link #ENFORCE}, says in the log what would be refused, and lets it pass. */
    WARN,
    /** Nothing is asked: every client may do everything. */
    OFF
}
