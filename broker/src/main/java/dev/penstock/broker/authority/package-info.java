/**
 * The local certificate authority: signs client certificates and the certificate that the broker shows. It keeps its own
 * key, but no client's. Start with {@link dev.penstock.broker.authority.CertificateAuthority}.
 */
@NullMarked
package dev.penstock.broker.authority;

import org.jspecify.annotations.NullMarked;
