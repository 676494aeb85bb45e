package rollcall.attestation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.PlainObject;
import com.nimbusds.jose.crypto.MACSigner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import rollcall.attestation.AttestationException.Reason;
import rollcall.common.InvalidException;

class AttestationTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");
  private static final AgentKey KEY = AgentKey.of("KEY", "k".repeat(44));
  private static final AgentKey OTHER = AgentKey.of("KEY", "o".repeat(44));
  private static final byte[] BODY = "{}".getBytes(UTF_8);
  private static final Attestation ATTESTATION = Attestation.ofNode("n1", Audience.LIST, BODY);

  private final Signer signer = new Signer(KEY, at(Duration.ZERO));

  private static Clock at(Duration later) {
    return Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
  }

  private static Verifier verifier(AgentKey... keys) {
    return new Verifier(List.of(keys), at(Duration.ZERO));
  }

  private static void assertRefused(Reason reason, String message, String jws, Verifier verifier) {
    AttestationException e =
        catchThrowableOfType(AttestationException.class, () -> verifier.verify(jws));
    assertThat(e).hasMessage("The attestation " + message + ".");
    assertThat(e.reason()).isEqualTo(reason);
  }

  @Test
  void verify_returnsWhatWasSigned() {
    assertThat(verifier(KEY).verify(signer.sign(ATTESTATION))).isEqualTo(ATTESTATION);
  }

  @Test
  void sign_makesAStandardJws() {
    String[] parts = signer.sign(ATTESTATION).split("\\.", -1);

    // RFC 7515's header and RFC 7519's claims, as other clients rely on them.
    assertThat(decoded(parts[0]))
        .isEqualTo(
            "{\"kid\":\"" + KEY.id() + "\",\"typ\":\"rollcall-statement+jwt\",\"alg\":\"HS256\"}");
    assertThat(decoded(parts[1]))
        .isEqualTo(
            "{\"iss\":\"n1\",\"sub\":\"n1\",\"aud\":\"rollcall:list\",\"iat\":1795177800,"
                + "\"exp\":1795177860,"
                + "\"digest\":\"sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:\"}");
  }

  @Test
  void verify_acceptsTwoKeysDuringARotation() {
    String old = signer.sign(ATTESTATION);
    String current = new Signer(OTHER, at(Duration.ZERO)).sign(ATTESTATION);

    assertThat(verifier(OTHER, KEY).verify(old)).isEqualTo(ATTESTATION);
    assertThat(verifier(OTHER, KEY).verify(current)).isEqualTo(ATTESTATION);
    assertRefused(Reason.FORGED, "is signed with an unknown key", old, verifier(OTHER));
  }

  @Test
  void verify_acceptsAMinute_andAMinuteOfClockDifference() {
    String jws = signer.sign(ATTESTATION);

    assertThat(new Verifier(List.of(KEY), at(Duration.ofSeconds(119))).verify(jws))
        .isEqualTo(ATTESTATION);
    assertRefused(
        Reason.EXPIRED,
        "expired 60 s ago",
        jws,
        new Verifier(List.of(KEY), at(Duration.ofMinutes(2))));
    assertThat(new Verifier(List.of(KEY), at(Duration.ofMinutes(-1))).verify(jws))
        .isEqualTo(ATTESTATION);
    assertRefused(
        Reason.EXPIRED,
        "was issued 61 s in the future",
        jws,
        new Verifier(List.of(KEY), at(Duration.ofSeconds(-61))));
  }

  @Test
  void verify_refusesModifiedTokens() {
    String[] parts = signer.sign(ATTESTATION).split("\\.", -1);
    String claims = encoded(decoded(parts[1]).replace("n1", "n2"));
    String wrong = "has an invalid signature";

    assertRefused(Reason.FORGED, wrong, parts[0] + "." + claims + "." + parts[2], verifier(KEY));
    String other = new Signer(OTHER, at(Duration.ZERO)).sign(ATTESTATION).split("\\.", -1)[2];
    assertRefused(Reason.FORGED, wrong, parts[0] + "." + parts[1] + "." + other, verifier(KEY));
    assertRefused(
        Reason.FORGED,
        "is not a JWS in compact form",
        parts[0] + "." + parts[1] + ".",
        verifier(KEY));
  }

  @Test
  void verify_refusesTokensThatNoAgentMakes() throws JOSEException {
    String claims = decoded(signer.sign(ATTESTATION).split("\\.", -1)[1]);
    Verifier verifier = verifier(KEY);

    assertRefused(Reason.FORGED, "is not a JWS in compact form", "abc", verifier);
    assertRefused(Reason.FORGED, "is not a JWS in compact form", "", verifier);
    assertRefused(Reason.FORGED, "is longer than 4096 characters", "a".repeat(5000), verifier);
    assertRefused(
        Reason.FORGED,
        "is not a JWS in compact form",
        new PlainObject(new Payload(claims)).serialize(),
        verifier);
    assertRefused(
        Reason.FORGED,
        "is not signed with HS256",
        signed(JWSAlgorithm.HS384, true, claims),
        verifier);
    assertRefused(
        Reason.FORGED,
        "has the wrong token type",
        signed(JWSAlgorithm.HS256, false, claims),
        verifier);
    assertRefused(
        Reason.FORGED,
        "is valid for more than 60 s",
        signed(JWSAlgorithm.HS256, true, claims.replace("1795177860", "1895177860")),
        verifier);
    assertRefused(
        Reason.FORGED,
        "lacks the claim sub",
        signed(JWSAlgorithm.HS256, true, claims.replace("\"sub\"", "\"bus\"")),
        verifier);
    assertRefused(
        Reason.FORGED,
        "has an unknown audience",
        signed(JWSAlgorithm.HS256, true, claims.replace(":list", ":wish")),
        verifier);
    assertRefused(
        Reason.FORGED,
        "has unreadable claims",
        signed(JWSAlgorithm.HS256, true, "no claims"),
        verifier);
  }

  @Test
  void require_refusesAnyDifference() {
    ATTESTATION.require(Attestation.ofNode("n1", Audience.LIST, BODY));

    assertThatThrownBy(
            () -> ATTESTATION.require(Attestation.ofNode("n1", Audience.HEARTBEAT, BODY)))
        .hasMessage("The attestation is for a list, not a heartbeat.");
    assertThatThrownBy(() -> ATTESTATION.require(Attestation.ofNode("n2", Audience.LIST, BODY)))
        .hasMessage("The attestation is from node \"n1\", which cannot report for \"n2\".");
    assertThatThrownBy(
            () ->
                ATTESTATION.require(
                    new Attestation("n1", "c1", Audience.LIST, ATTESTATION.digest())))
        .hasMessage("The attestation is about n1, not about c1.");
    assertThatThrownBy(
            () ->
                ATTESTATION.require(Attestation.ofNode("n1", Audience.LIST, "{ }".getBytes(UTF_8))))
        .hasMessage("The attestation does not match the request's content.");
  }

  @Test
  void key_hasAMinimumLength_andIsNotShown() {
    assertThatThrownBy(() -> AgentKey.of("ROLLCALL_AGENT_KEY", "k".repeat(31)))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "ROLLCALL_AGENT_KEY: has 31 characters, at least 32 are needed; generate one with:"
                + " head -c 32 /dev/urandom | base64");
    assertThat(KEY).hasToString("key " + KEY.id());
    assertThat(KEY.id()).hasSize(8).isNotEqualTo(OTHER.id());
  }

  private static String signed(JWSAlgorithm algorithm, boolean typed, String claims)
      throws JOSEException {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(KEY.id());
    JWSObject object =
        new JWSObject(
            typed ? header.type(Signer.TYPE).build() : header.build(), new Payload(claims));
    byte[] secret = new byte[48];
    System.arraycopy(KEY.secret(), 0, secret, 0, 44);
    object.sign(new MACSigner(algorithm.equals(JWSAlgorithm.HS256) ? KEY.secret() : secret));
    return object.serialize();
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
