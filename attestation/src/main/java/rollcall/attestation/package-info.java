/** Proof of where a message comes from: attestations are JWS that agents sign with a shared key. */
@NullMarked
package rollcall.attestation;

import org.jspecify.annotations.NullMarked;
