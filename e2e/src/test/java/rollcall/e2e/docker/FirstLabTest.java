package rollcall.e2e.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A client that knows only the first lab's paths (GET /info/ID on its node, POST and GET /service)
 * works unchanged: here wget in a container.
 */
@Tag("docker")
class FirstLabTest {
  @RegisterExtension final OneHost host = new OneHost();

  @Test
  void service_postedByFirstLabsClient_listsItsSixFields() {
    // Such a client shows nothing that its agent signed.
    host.startServer("-e", "ROLLCALL_AUTH=off");
    host.startAgent();
    Busybox lab = Busybox.start(host, "lab");

    String report = lab.get(5002, "/info/" + lab.exec("hostname").ok().strip()).is(200).body();
    assertThat(lab.post(5001, "/service", report).status()).isBetween(200, 299);
    JsonElement list = JsonParser.parseString(lab.get(5001, "/service").is(200).body());

    JsonObject own =
        StreamSupport.stream(list.getAsJsonArray().spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(one -> one.get("id").getAsString().equals(lab.id()))
            .findFirst()
            .orElseThrow();
    assertThat(own.keySet())
        .containsExactlyInAnyOrder("cpu_usage", "id", "image", "memory_usage", "name", "timestamp");
    assertThat(own.get("name").getAsString()).isEqualTo(lab.name());
    assertThat(own.get("image").getAsString()).isEqualTo(Busybox.IMAGE);
  }
}
