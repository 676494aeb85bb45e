package rollcall.e2e.swarm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rollcall.e2e.Repository;
import rollcall.e2e.machine.Machine;

/** What the machines know after a scenario failed, in files. */
final class Evidence {
  private Evidence() {}

  /** Writes the tasks, the services' and the engines' logs, and says where. */
  static void keep(String scenario) {
    Path folder = Repository.file("e2e/target/evidence/" + scenario);
    try {
      Files.createDirectories(folder);
      write(
          folder.resolve("tasks"),
          Swarm.SERVER,
          "docker node ls; docker service ls; docker stack ps --no-trunc rollcall");
      for (String service : new String[] {"server", "agent"}) {
        write(
            folder.resolve("service-" + service + ".log"),
            Swarm.SERVER,
            "timeout 60 docker service logs --timestamps --tail 2000 rollcall_"
                + service
                + " 2>&1");
      }
      for (Machine machine : Swarm.NODES) {
        write(
            folder.resolve(machine.name()),
            machine,
            "docker ps -a --no-trunc; free -m; df -h /; uptime");
        write(
            folder.resolve(machine.name() + "-engine.log"),
            machine,
            "tail -n 3000 /var/log/docker.log || journalctl --no-pager -n 3000");
      }
      System.out.println("The tasks, the services' and the engines' logs are in " + folder);
    } catch (IOException | RuntimeException e) {
      System.out.println("The evidence in " + folder + " is not whole: " + e);
    }
  }

  private static void write(Path file, Machine machine, String script) throws IOException {
    try {
      Files.writeString(file, machine.run(script).all());
    } catch (AssertionError unreachable) {
      Files.writeString(file, unreachable.toString());
    }
  }
}
