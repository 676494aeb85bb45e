package rollcall.attestation;

import com.google.gson.JsonParseException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rollcall.api.json.Json;
import rollcall.attestation.AttestationException.Reason;
import rollcall.common.InvalidException;

/** Verifies attestations with the accepted keys. Thread-safe. */
public final class Verifier {
  /** Tolerated difference between the clocks of node and server, in seconds. */
  static final long LEEWAY = 60;

  private static final int MAX_LENGTH = 4096;

  private final Map<String, JWSVerifier> keys = new HashMap<>();
  private final InstantSource clock;

  /**
   * Creates a verifier.
   *
   * @param accepted keys that may have signed; two while one replaces the other
   */
  public Verifier(List<AgentKey> accepted, InstantSource clock) {
    this.clock = clock;
    for (AgentKey key : accepted) {
      try {
        keys.put(key.id(), new MACVerifier(key.secret()));
      } catch (JOSEException e) {
        throw new IllegalStateException("a key of this length is allowed", e);
      }
      verify(new Signer(key, clock).selfTest());
    }
  }

  /**
   * Reads an attestation after verifying its signature and period of validity. The caller must
   * compare the result with the request, by {@link Attestation#require}.
   *
   * @throws AttestationException if either is invalid
   */
  public Attestation verify(String jws) {
    if (jws.length() > MAX_LENGTH) {
      throw forged("is longer than " + MAX_LENGTH + " characters");
    }
    JWSObject object;
    try {
      object = JWSObject.parse(jws);
    } catch (ParseException | IllegalArgumentException e) {
      throw forged("is not a JWS in compact form");
    }
    requireSigned(object);
    Claims claims;
    try {
      claims = Json.read(object.getPayload().toString(), Claims.class);
    } catch (JsonParseException | InvalidException e) {
      throw forged("has unreadable claims");
    }
    Attestation attestation =
        new Attestation(
            present("iss", claims.iss()),
            present("sub", claims.sub()),
            audience(present("aud", claims.aud())),
            present("digest", claims.digest()));
    requireCurrent(present("iat", claims.iat()), present("exp", claims.exp()));
    return attestation;
  }

  /** The header is not trusted: it selects one of our keys, and nothing else (RFC 8725). */
  private void requireSigned(JWSObject object) {
    JWSHeader header = object.getHeader();
    if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
      throw forged("is not signed with HS256");
    }
    if (!Signer.TYPE.equals(header.getType())) {
      throw forged("has the wrong token type");
    }
    @Nullable JWSVerifier key = keys.get(String.valueOf(header.getKeyID()));
    if (key == null) {
      throw forged("is signed with an unknown key");
    }
    try {
      if (!object.verify(key)) {
        throw forged("has an invalid signature");
      }
    } catch (JOSEException e) {
      throw forged("has a signature that cannot be verified");
    }
  }

  private void requireCurrent(long issued, long expires) {
    long now = clock.instant().getEpochSecond();
    if (expires - issued > Signer.LIFETIME) {
      throw forged("is valid for more than " + Signer.LIFETIME + " s");
    }
    if (now >= expires + LEEWAY) {
      throw expired("expired " + (now - expires) + " s ago");
    }
    if (issued > now + LEEWAY) {
      throw expired("was issued " + (issued - now) + " s in the future");
    }
  }

  private static Audience audience(String audience) {
    Optional<Audience> known =
        Arrays.stream(Audience.values()).filter(p -> p.audience().equals(audience)).findFirst();
    return known.orElseThrow(() -> forged("has an unknown audience"));
  }

  private static <T> T present(String claim, @Nullable T value) {
    if (value == null) {
      throw forged("lacks the claim " + claim);
    }
    return value;
  }

  private static AttestationException forged(String what) {
    return new AttestationException(Reason.FORGED, "The attestation " + what + ".");
  }

  private static AttestationException expired(String what) {
    return new AttestationException(Reason.EXPIRED, "The attestation " + what + ".");
  }
}
