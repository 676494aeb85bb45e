package rollcall.attestation;

import org.jspecify.annotations.Nullable;

/**
 * An attestation's JWT claims (RFC 7519); received ones may lack any of them.
 *
 * @param iat issued at, in seconds since 1970
 * @param exp expires at, in seconds since 1970
 */
record Claims(
    @Nullable String iss,
    @Nullable String sub,
    @Nullable String aud,
    @Nullable Long iat,
    @Nullable Long exp,
    @Nullable String digest) {}
