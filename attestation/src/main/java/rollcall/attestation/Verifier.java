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

/** Verifies attestations against the keys that are valid now. Thread-safe. */
public final class Verifier {
  /** Seconds by which the clocks of a node and a server may differ. */
  static final long LEEWAY = 60;

  private static final int LONGEST = 4096;

  private final Map<String, JWSVerifier> keys = new HashMap<>();
  private final InstantSource clock;

  /**
   * A verifier.
   *
   * @param valid any of them may have signed: two, while one replaces the other
   */
  public Verifier(List<AgentKey> valid, InstantSource clock) {
    this.clock = clock;
    for (AgentKey key : valid) {
      try {
        keys.put(key.id(), new MACVerifier(key.secret()));
      } catch (JOSEException e) {
        throw new IllegalStateException("a key of this length must do", e);
      }
      verify(new Signer(key, clock).selfTest());
    }
  }

  /**
   * Reads a statement whose signature and time are good. What it is good for is the caller's to
   * check, by {@link Attestation#require}.
   *
   * @throws StatementException for any other
   */
  public Attestation verify(String jws) {
    if (jws.length() > LONGEST) {
      throw forged("is longer than any agent makes it");
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
      throw forged("has no claims that can be read");
    }
    Attestation statement =
        new Attestation(
            present("iss", claims.iss()),
            present("sub", claims.sub()),
            purpose(present("aud", claims.aud())),
            present("digest", claims.digest()));
    requireTimely(present("iat", claims.iat()), present("exp", claims.exp()));
    return statement;
  }

  /** The header is the sender's word: it may choose among our keys and nothing else (RFC 8725). */
  private void requireSigned(JWSObject object) {
    JWSHeader header = object.getHeader();
    if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
      throw forged("is not signed by HS256");
    }
    if (!Signer.TYPE.equals(header.getType())) {
      throw forged("is a token of another type");
    }
    @Nullable JWSVerifier key = keys.get(String.valueOf(header.getKeyID()));
    if (key == null) {
      throw forged("is signed with a key that is not valid here");
    }
    try {
      if (!object.verify(key)) {
        throw forged("has a signature that is wrong");
      }
    } catch (JOSEException e) {
      throw forged("has a signature that cannot be checked");
    }
  }

  private void requireTimely(long issued, long expires) {
    long now = clock.instant().getEpochSecond();
    if (expires - issued > Signer.LIFETIME) {
      throw forged("is made to last longer than any agent's");
    }
    if (now >= expires + LEEWAY) {
      throw untimely("expired " + (now - expires) + " s ago");
    }
    if (issued > now + LEEWAY) {
      throw untimely("is from " + (issued - now) + " s in the future");
    }
  }

  private static Audience purpose(String audience) {
    Optional<Audience> known =
        Arrays.stream(Audience.values()).filter(p -> p.audience().equals(audience)).findFirst();
    return known.orElseThrow(() -> forged("has a purpose that is unknown here"));
  }

  private static <T> T present(String claim, @Nullable T value) {
    if (value == null) {
      throw forged("lacks the claim " + claim);
    }
    return value;
  }

  private static AttestationException forged(String what) {
    return new AttestationException(Reason.FORGED, "The agent's statement " + what + ".");
  }

  private static AttestationException untimely(String what) {
    return new AttestationException(Reason.EXPIRED, "The agent's statement " + what + ".");
  }
}
