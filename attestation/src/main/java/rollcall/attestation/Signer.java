package rollcall.attestation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.time.InstantSource;
import rollcall.api.json.Json;

/** Signs attestations: JWS in compact form, HS256 (RFC 7515). Thread-safe. */
public final class Signer {
  static final JOSEObjectType TYPE = new JOSEObjectType("rollcall-statement+jwt");

  /** In seconds. */
  static final long LIFETIME = 60;

  private final JWSHeader header;
  private final JWSSigner signer;
  private final InstantSource clock;

  public Signer(AgentKey key, InstantSource clock) {
    this.clock = clock;
    header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).keyID(key.id()).build();
    try {
      signer = new MACSigner(key.secret());
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of this length is valid", e);
    }
    selfTest();
  }

  /**
   * Signs once at the start, so that a missing algorithm fails there, and so that the images' class
   * archives, which are recorded during a start, contain the signing code.
   */
  final String selfTest() {
    return sign(new Attestation("self-test", "self-test", Audience.GOODBYE, "none"));
  }

  /** Signs an attestation that is valid for a minute from now. */
  public String sign(Attestation attestation) {
    long now = clock.instant().getEpochSecond();
    return sign(
        new Claims(
            attestation.node(),
            attestation.subject(),
            attestation.audience().audience(),
            now,
            now + LIFETIME,
            attestation.digest()));
  }

  String sign(Claims claims) {
    JWSObject object = new JWSObject(header, new Payload(Json.write(claims)));
    try {
      object.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
    return object.serialize();
  }
}
