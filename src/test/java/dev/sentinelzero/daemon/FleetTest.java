package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Instances and dependencies of real processes under a real daemon. */
@Timeout(400)
@EnabledOnOs(OS.LINUX)
class FleetTest {
  /** Notes its start and, when it is asked to, its end. */
  private static final String SAYS =
      """
      shell: |
              echo "+$SENTINELZERO_NAME" >> order
              trap 'echo "-$SENTINELZERO_NAME" >> order; exit 0' TERM
              while :; do sleep 0.05; done
      """;

  @TempDir private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void comeUp() throws Exception {
    sandbox = new Sandbox(folder);
    sandbox.start();
  }

  @AfterEach
  void goDown() throws Exception {
    sandbox.close();
  }

  private Sandbox.Result apply(String yaml, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("stack.yaml"), yaml);
    List<String> words = new ArrayList<>(List.of("config", "apply", "-f", file.toString()));
    words.addAll(List.of(options));
    return sandbox.verb(words.toArray(String[]::new));
  }

  private static String web(int instances) {
    return """
        version: 1
        project: shop
        processes:
          web:
            command: sleep 6${instance}0
            instances: %d
            start: { settle: 50ms }
        """
        .formatted(instances);
  }

  private Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new TreeMap<>();
    JsonNode all = sandbox.done("list", "--format", "json").json().path("processes");
    all.forEach(one -> pids.put(one.path("name").asText(), one.path("pid").asLong()));
    return pids;
  }

  private List<String> order() throws IOException {
    Path file = folder.resolve("order");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void awaitOrder(String... lines) {
    await()
        .atMost(Sandbox.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(order()).containsExactly(lines));
  }

  @Test
  void scalingTouchesTheHighestIndicesOnly() throws Exception {
    assertThat(apply(web(2)).status()).isZero();
    Map<String, Long> two = pids();
    sandbox.done("scale", "web", "4");
    Map<String, Long> four = pids();
    assertThat(four.keySet()).containsExactly("web/0", "web/1", "web/2", "web/3");
    assertThat(four).containsAllEntriesOf(two).doesNotContainValue(0L);
    assertThat(sandbox.status("web/3").path("command").toString()).isEqualTo("[\"sleep\",\"630\"]");
    sandbox.done("scale", "web", "1");
    assertThat(pids()).isEqualTo(Map.of("web/0", two.get("web/0")));
    for (long gone : List.of(four.get("web/1"), four.get("web/2"), four.get("web/3"))) {
      assertThat(ProcessHandle.of(gone).filter(ProcessHandle::isAlive)).isEmpty();
    }
    sandbox.done("scale", "web", "0");
    assertThat(pids()).isEmpty();
    assertThat(sandbox.verb("scale", "web", "1").status()).isEqualTo(3);
  }

  @Test
  void scalingRefusesWhatHasNoInstances() throws Exception {
    sandbox.done("start", "-n", "one", "--", "sleep", "600");
    Sandbox.Result refused = sandbox.verb("scale", "one", "2");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).contains("'one' has no instances").contains("hint: ");
    assertThat(sandbox.verb("scale", "nobody", "2").status()).isEqualTo(3);
    assertThat(sandbox.verb("scale", "one", "1001").status()).isEqualTo(2);
    assertThat(sandbox.verb("scale", "one").status()).isEqualTo(2);
  }

  @Test
  void scaledInstancesSurviveTheDaemon() throws Exception {
    apply(web(1));
    sandbox.done("scale", "web", "2");
    Map<String, Long> before = pids();
    sandbox.kill();
    sandbox.start();
    assertThat(pids()).isEqualTo(before);
    sandbox.done("scale", "web", "3");
    assertThat(pids()).containsAllEntriesOf(before).containsKey("web/2");
  }

  @Test
  void instancesThatTheFileNoLongerHasAreRemovedWithoutPrune() throws Exception {
    apply(web(3));
    long first = sandbox.pid("web/0");
    assertThat(apply(web(1)).out()).contains("web/2").contains("the file has 1 instance");
    assertThat(pids()).isEqualTo(Map.of("web/0", first));
    String plain = web(1).replace("    instances: 1\n", "").replace("${instance}", "0");
    assertThat(apply(plain).out()).contains("the file has 'web' without instances");
    assertThat(pids().keySet()).containsExactly("web");
    assertThat(apply(web(2)).out()).contains("the file has 'web' with instances");
    assertThat(pids().keySet()).containsExactly("web/0", "web/1");
    assertThat(apply(web(0)).out()).contains("the file has 0 instances");
    assertThat(pids()).isEmpty();
  }

  @Test
  void whatIsExportedChangesNothingWhenItIsApplied() throws Exception {
    apply(web(2));
    String exported = sandbox.done("config", "export", "--project", "shop").out();
    assertThat(exported).contains("instances: 2").contains("${instance}").doesNotContain("web/0");
    Map<String, Long> before = pids();
    Sandbox.Result again = apply(exported);
    assertThat(again.status()).isZero();
    assertThat(again.out()).contains("untouched").doesNotContain("restart");
    assertThat(pids()).isEqualTo(before);
  }

  @Test
  void theyStartAndStopInOrder() throws Exception {
    String stack =
        """
        version: 1
        processes:
          web:
            depends_on: { api: started }
            %1$s
          db:
            readiness: { exec: test -e dbready, interval: 50ms }
            %1$s
          api:
            depends_on: { db: ready }
            %1$s
        """
            .formatted(SAYS.strip());
    Path file = Files.writeString(folder.resolve("stack.yaml"), stack);
    Thread applying =
        Thread.ofVirtual().start(() -> sandbox.verb("config", "apply", "-f", file.toString()));
    awaitOrder("+db");
    sandbox.awaitState("api", "waiting");
    assertThat(sandbox.status("api").path("reason").asText()).contains("waits for db to be ready");
    Files.createFile(folder.resolve("dbready"));
    applying.join();
    awaitOrder("+db", "+api", "+web");
    assertThat(sandbox.done("config", "graph").out())
        .isEqualTo(
            """
            level 0
              db
            level 1
              api
              └─ db ready
            level 2
              web
              └─ api started
            """);
    sandbox.done("stop", "--all");
    awaitOrder("+db", "+api", "+web", "-web", "-api", "-db");
    sandbox.done("start", "web");
    awaitOrder("+db", "+api", "+web", "-web", "-api", "-db", "+db", "+api", "+web");
    sandbox.done("daemon", "stop");
    awaitOrder(
        "+db", "+api", "+web", "-web", "-api", "-db", "+db", "+api", "+web", "-web", "-api", "-db");
    await().atMost(Sandbox.PATIENCE).until(() -> !sandbox.isUp());
  }

  @Test
  void whoWaitsForSomethingThatFailedStartsWhenItIsMended() throws Exception {
    Sandbox.Result failed =
        apply(
            """
            version: 1
            processes:
              job: { command: test -e mended, restart: never }
              web: { command: sleep 600, depends_on: { job: completed } }
            """);
    assertThat(failed.status()).isNotZero();
    assertThat(sandbox.state("job")).isEqualTo("failed");
    assertThat(sandbox.state("web")).isEqualTo("waiting");
    assertThat(sandbox.done("why", "web").out()).contains("waits for job to be completed");
    Files.createFile(folder.resolve("mended"));
    sandbox.done("start", "job");
    sandbox.awaitState("web", "running");
  }

  @Test
  void whoWaitsIsNeitherLostNorDoubledByADeadDaemon() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("stack.yaml"),
            """
            version: 1
            processes:
              db:
                command: sleep 600
                readiness: { exec: test -e dbready, interval: 50ms }
              web:
                depends_on: { db: ready }
                %s
            """
                .formatted(SAYS.strip()));
    Thread applying =
        Thread.ofVirtual().start(() -> sandbox.verb("config", "apply", "-f", file.toString()));
    sandbox.awaitState("web", "waiting");
    sandbox.awaitState("db", "running");
    sandbox.kill();
    applying.join();
    sandbox.start();
    sandbox.awaitState("web", "waiting");
    assertThat(order()).isEmpty();
    sandbox.done("restart", "web", "--no-wait");
    sandbox.awaitState("web", "waiting");
    sandbox.done("stop", "web");
    assertThat(sandbox.state("web")).isEqualTo("stopped");
    Files.createFile(folder.resolve("dbready"));
    sandbox.done("wait", "db", "--for", "ready");
    assertThat(sandbox.state("web")).isEqualTo("stopped");
    sandbox.done("start", "web");
    awaitOrder("+web");
  }

  @Test
  void aRestartOfWhatIsNeededTakesThoseAlongWhoAskForIt() throws Exception {
    apply(
        """
        version: 1
        processes:
          db: { command: sleep 600 }
          tied: { command: sleep 601, depends_on: { db: { until: started, restart: true } } }
          free: { command: sleep 602, depends_on: [db] }
        """);
    long tied = sandbox.pid("tied");
    long free = sandbox.pid("free");
    sandbox.done("restart", "db");
    await()
        .atMost(Sandbox.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              assertThat(sandbox.state("tied")).isEqualTo("running");
              assertThat(sandbox.pid("tied")).isNotEqualTo(tied);
            });
    assertThat(sandbox.pid("free")).isEqualTo(free);
  }

  @Test
  void aRollingRestartHaltsAtTheFirstThatDoesNotComeUp() throws Exception {
    apply(
        """
        version: 1
        processes:
          web:
            shell: 'test "$SENTINELZERO_INSTANCE" != 1 || test ! -e broken || exit 7; exec sleep 600'
            instances: 4
            restart: never
            start: { settle: 300ms }
        """);
    Map<String, Long> before = pids();
    sandbox.done("restart", "web", "--rolling");
    Map<String, Long> renewed = pids();
    renewed.forEach((name, pid) -> assertThat(pid).isNotEqualTo(before.get(name)).isPositive());
    Files.createFile(folder.resolve("broken"));
    Sandbox.Result halted = sandbox.verb("restart", "web", "--rolling", "--format", "json");
    assertThat(halted.status()).isEqualTo(1);
    List<String> outcomes = new ArrayList<>();
    halted
        .json()
        .path("results")
        .forEach(
            one -> outcomes.add(one.path("name").asText() + " " + one.path("outcome").asText()));
    assertThat(outcomes).containsExactly("web/0 done", "web/1 failed", "web/2 left", "web/3 left");
    assertThat(halted.json().path("results").get(3).path("code").asText())
        .isEqualTo("rolling_halted");
    Map<String, Long> after = pids();
    assertThat(after.get("web/0")).isNotEqualTo(renewed.get("web/0"));
    assertThat(after.get("web/2")).isEqualTo(renewed.get("web/2"));
    assertThat(after.get("web/3")).isEqualTo(renewed.get("web/3"));
    assertThat(sandbox.verb("restart", "web", "--max-unavailable", "2").status()).isEqualTo(2);
  }
}
