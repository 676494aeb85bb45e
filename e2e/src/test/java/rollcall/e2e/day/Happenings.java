package rollcall.e2e.day;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import rollcall.e2e.program.Program;

/**
 * What happens in a day, drawn by a seed: containers come, end, fail and go; and, now and then,
 * something is wrong with a clock, an engine, an agent, a server or the database. Nothing silences
 * an agent for as long as a node's lease; the database is away for longer than that.
 */
final class Happenings {
  private static final List<Duration> CLOCKS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(-20),
          Duration.ofSeconds(-100),
          Duration.ofDays(-1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(100),
          Duration.ofDays(1));

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private final World world;
  private final Random random;
  private final Map<Integer, List<Action>> endings = new TreeMap<>();
  private int step;
  private int names;
  private int downUntil;

  Happenings(World world, long seed) {
    this.world = world;
    this.random = new Random(seed);
  }

  /**
   * Each host has two containers from its image when its engine is first seen: the clones the same.
   */
  void first() {
    for (int i = 0; i < world.hosts.size(); i++) {
      for (int n = 1; n <= 2; n++) {
        // The two clones have their containers' ids in common.
        String id = String.format("%064x", 1000L * Math.min(i, 3) + n);
        world.hosts.get(i).run(id, "first" + n, Map.of());
      }
    }
  }

  void steps(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      step++;
      for (Action ending : endings.getOrDefault(step, List.of())) {
        ending.run();
      }
      int drawn = random.nextInt(100);
      if (drawn < 75) {
        workload(world.hosts.get(random.nextInt(world.hosts.size())));
      } else {
        incident();
      }
      TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(700));
    }
    for (List<Action> rest : endings.values().stream().toList()) {
      for (Action ending : rest) {
        ending.run(); // each can be done twice
      }
    }
  }

  private void workload(PlayedHost host) {
    List<String> running = host.running();
    List<String> ended = host.ended();
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> run(host, Map.of());
      case 3 -> any(running, id -> host.end(id, 0, false));
      case 4 -> any(running, id -> host.end(id, 1 + random.nextInt(9), false));
      case 5 -> any(running, id -> host.end(id, 137, true));
      case 6 -> any(running, host::stop);
      case 7 -> any(ended, host::start);
      case 8 -> {
        any(ended, host::remove);
        any(running, host::remove);
      }
      default -> update(host);
    }
  }

  /** A service's slot gets a new container, as in a rolling update: the old one is stopped. */
  private void update(PlayedHost host) {
    host.running().stream()
        .filter(id -> host.truth().get(id).toString().contains("swarm.service.name"))
        .findFirst()
        .ifPresent(
            id -> {
              host.stop(id);
              host.remove(id);
            });
    names++;
    run(
        host,
        Map.of(
            "com.docker.swarm.service.name", "web-" + world.hosts.indexOf(host),
            "com.docker.swarm.task.id", "task" + names,
            "com.docker.swarm.task.name", "web-" + world.hosts.indexOf(host) + ".1.task" + names));
  }

  private void incident() throws IOException, InterruptedException {
    PlayedHost host = world.hosts.get(random.nextInt(world.hosts.size()));
    switch (random.nextInt(12)) {
      case 0, 1 -> host.clock().set(any(CLOCKS));
      case 2 -> any(world.serverClocks).set(any(CLOCKS));
      case 3 -> {
        host.engine().slow(4000);
        later(12, () -> host.engine().slow(0));
      }
      case 4 -> {
        host.engine().refuse(true);
        later(15, () -> host.engine().refuse(false));
      }
      case 5 -> {
        host.engine().down();
        later(6, () -> host.engine().up());
      }
      case 6 -> restart(any(world.agents), random.nextBoolean());
      case 7 -> restart(any(world.servers), random.nextBoolean());
      case 8 -> loop(host);
      case 9 -> {
        if (step > downUntil) {
          world.database.cut(true);
          downUntil = step + 20;
          later(5 + random.nextInt(10), () -> world.database.cut(false));
        }
      }
      case 10 -> any(host.running(), id -> pause(host, id));
      default -> rename(world.hosts.get(random.nextInt(2)));
    }
  }

  /** The database away for longer than a node may be silent. */
  void outage() throws InterruptedException {
    world.database.cut(true);
    TimeUnit.SECONDS.sleep(World.STALE_AFTER.toSeconds() + 10);
    world.database.cut(false);
  }

  /** Everything stops and starts again. */
  void restartAll() throws IOException, InterruptedException {
    for (Program program : world.programs()) {
      program.terminate();
    }
    for (Program program : world.programs()) {
      program.start();
    }
  }

  private void pause(PlayedHost host, String id) {
    host.pause(id, true);
    later(
        2,
        () -> {
          if (host.truth().containsKey(id) && host.inspect(id).toString().contains("\"paused\"")) {
            host.pause(id, false);
          }
        });
  }

  private static void restart(Program program, boolean gently)
      throws IOException, InterruptedException {
    if (gently) {
      program.terminate();
    } else {
      program.kill();
    }
    program.start();
  }

  /** Fails again and again; its restart policy starts it each time. */
  private void loop(PlayedHost host) throws InterruptedException {
    List<String> running = host.running();
    if (running.isEmpty()) {
      return;
    }
    String id = any(running);
    for (int i = 0; i < 6; i++) {
      host.fail(id, i % 2 == 0 ? 3 : 137, i % 2 == 1);
      TimeUnit.MILLISECONDS.sleep(300);
      host.restart(id);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** A new hostname, which the engine tells when it has been restarted. */
  private void rename(PlayedHost host) throws IOException, InterruptedException {
    host.engine().down();
    host.rename(host.name().replaceAll("-.*", "") + "-" + step);
    TimeUnit.MILLISECONDS.sleep(500);
    host.engine().up();
  }

  private void run(PlayedHost host, Map<String, String> labels) {
    names++;
    host.run(String.format("%08x%056x", random.nextInt(), names), "c" + names, labels);
  }

  private void later(int steps, Action ending) {
    endings.computeIfAbsent(step + steps, any -> new ArrayList<>()).add(ending);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void any(List<String> some, Consumer<String> action) {
    if (!some.isEmpty()) {
      action.accept(any(some));
    }
  }
}
