package rollcall.attestation;

import org.jspecify.annotations.Nullable;

/**
 * An attestation's JWT claims (RFC 7519); any may be missing from what is received.
 *
 * @param iat when it was made, in seconds since 1970
 * @param exp when it ends
 */
record Claims(
    @Nullable String iss,
    @Nullable String sub,
    @Nullable String aud,
    @Nullable Long iat,
    @Nullable Long exp,
    @Nullable String digest) {}
