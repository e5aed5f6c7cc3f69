package dev.penstock.rules.http;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.aws.SigV4;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One POST.
 *
 * @param headers by name; one name may have several values
 * @param signature what to sign it for; null when it is not signed
 */
public record HttpCall(URI url, Map<String, List<String>> headers, Bytes body, SigV4.@Nullable Scope signature) {}
