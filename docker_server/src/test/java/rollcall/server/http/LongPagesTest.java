package rollcall.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.api.Bounds;
import rollcall.api.container.ContainerPage;
import rollcall.api.json.Json;
import rollcall.api.variable.Variable;
import rollcall.api.variable.VariablePage;
import rollcall.server.storage.PageContract;
import rollcall.server.storage.PageSize;

/** Lists whose entries are as long as they may be, read page by page. */
class LongPagesTest {
  private static final int MOST = PageSize.CHARACTERS + 128 * 1024;

  @TempDir Path folder;

  @Test
  void containers() {
    try (TestServer server = new TestServer(folder)) {
      PageContract.addLongContainers(server.storage());
      List<String> ids = new ArrayList<>();
      String next = "";
      while (next != null) {
        String json = server.get("/api/containers?limit=1000" + next).body();
        assertThat(json.length()).isLessThan(MOST);
        ContainerPage page = Json.read(json, ContainerPage.class);
        page.containers().forEach(container -> ids.add(container.report().id()));
        next = page.next() == null ? null : "&after=" + page.next();
      }

      assertThat(ids).hasSize(PageContract.MANY).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void vars() {
    try (TestServer server = new TestServer(folder)) {
      String value = "{\"value\":\"" + "x".repeat(Bounds.VALUE) + "\"}";
      for (int i = 0; i < PageContract.MANY; i++) {
        server.put(String.format("/api/vars/k%04d", i), value);
      }
      List<String> keys = new ArrayList<>();
      String next = "";
      while (next != null) {
        String json = server.get("/api/vars?limit=1000" + next).body();
        assertThat(json.length()).isLessThan(MOST);
        VariablePage page = Json.read(json, VariablePage.class);
        page.vars().stream().map(Variable::key).forEach(keys::add);
        next = page.next() == null ? null : "&after=" + page.next();
      }

      assertThat(keys).hasSize(PageContract.MANY).doesNotHaveDuplicates().isSorted();
    }
  }
}
