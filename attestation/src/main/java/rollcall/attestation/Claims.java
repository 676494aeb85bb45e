package rollcall.attestation;

import org.jspecify.annotations.Nullable;

/**
 * A statement as its JWT carries it (RFC 7519); anything may be missing from what comes in.
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
