package rollcall.agent.docker.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAddressTest {
  @ParameterizedTest
  @CsvSource({
    "172.17.0.2,172.17.0.2",
    "172.18.0.3/16,172.18.0.3",
    "::ffff:172.17.0.2,172.17.0.2",
    "::FFFF:ac11:2,172.17.0.2",
    "fd00::0:1/64,fd00:0:0:0:0:0:0:1",
    "fe80::1%eth0,fe80:0:0:0:0:0:0:1",
    "'',''",
    "no-address.example,''",
  })
  void normalize_hasOneFormPerAddress(String text, String expected) {
    assertThat(SourceAddress.normalize(text)).isEqualTo(expected);
  }

  @Test
  void normalize_mappedAddress_isItsIpv4() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = (byte) 172;
    mapped[13] = 17;
    mapped[15] = 2;
    InetAddress address = Inet6Address.getByAddress("", mapped, -1);

    assertThat(SourceAddress.normalize(address)).isEqualTo("172.17.0.2");
  }
}
