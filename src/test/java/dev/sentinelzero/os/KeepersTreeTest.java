package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeepersTreeTest {
  /**
   * A leader with a child in its group, one in a session of its own, one that forked twice and lost
   * its environment too; all ignore TERM.
   */
  private static final String FAMILY =
      """
      trap '' TERM HUP
      sleep 1001 &
      setsid sleep 1002 &
      (setsid env -i /bin/sleep 1003 &) &
      wait
      """;

  @TempDir private Path home;
  private Bench bench;

  @BeforeEach
  void begin() throws Exception {
    bench = new Bench(home);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private Launcher.Run family() throws Exception {
    Launcher.Run run = bench.shell(FAMILY);
    bench.next(run, Event.Execed.class);
    await().until(() -> sleepers(run) == 3 && bench.keepers().members(run).size() == 4);
    return run;
  }

  private long sleepers(Launcher.Run run) {
    return bench.keepers().members(run).stream().filter(KeepersTreeTest::sleeps).count();
  }

  private static boolean sleeps(long pid) {
    return Descriptors.contents(Path.of("/proc/" + pid + "/cmdline"), 256)
        .filter(
            line ->
                new String(line, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("sleep\u0000100"))
        .isPresent();
  }

  @Test
  void allDescendantsAreMembersTheLeaderFirst() throws Exception {
    Launcher.Run run = family();
    List<Long> members = bench.keepers().members(run);
    assertThat(members.getFirst()).isEqualTo(leader(run));
    assertThat(bench.keepers().send(run, Signal.TERM, StopRule.Scope.TREE)).isEqualTo(4);
    assertThat(bench.keepers().members(run)).isEqualTo(members);
  }

  private long leader(Launcher.Run run) {
    return bench.files(run).leader().orElseThrow().identity().pid();
  }

  @Test
  void aSweepLeavesNothingBehind() throws Exception {
    Launcher.Run run = family();
    List<Long> members = bench.keepers().members(run);
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(members).noneMatch(pid -> Identities.of(pid).isPresent());
    assertThat(bench.end(run).report().exit()).isEqualTo(new Exit.Signalled(Signal.KILL, false));
  }

  @Test
  void aTreeThatForksFasterThanItDiesIsSweptToo() throws Exception {
    Launcher.Run run =
        bench.shell(
            "f() { sleep 0.03; (f &); sleep 0.03; }; i=0; while [ $i -lt 4 ]; do (f &); i=$((i+1)); done; sleep 1000");
    bench.next(run, Event.Execed.class);
    await().until(() -> bench.keepers().members(run).size() > 4);
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    bench.end(run);
  }

  @Test
  void theGroupAloneCanBeMeant() throws Exception {
    Launcher.Run run = family();
    assertThat(bench.keepers().send(run, new Signal("USR1"), StopRule.Scope.GROUP)).isEqualTo(2);
    await().until(() -> bench.keepers().members(run).size() == 2);
    assertThat(bench.next(run, Event.Ended.class).report().exit())
        .isEqualTo(new Exit.Signalled(new Signal("USR1"), false));
    assertThat(bench.keepers().sweep(run, StopRule.Scope.GROUP)).isEmpty();
    assertThat(bench.keepers().members(run)).hasSize(2);
  }

  @Test
  void whenTheKeeperWasKilledTheTreeIsFoundWithoutIt() throws Exception {
    Launcher.Run run = family();
    List<Long> members = bench.keepers().members(run);
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    // The one that lost session, parent and environment can't be told from a stranger's any more.
    List<Long> found = bench.keepers().members(run);
    assertThat(found).hasSize(3).isSubsetOf(members);
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    List<Long> lost = new ArrayList<>(members);
    lost.removeAll(found);
    bench.kill(lost.getFirst());
    bench.keepers().takeOver(run);
    assertThat(bench.end(run).report().exit()).isEqualTo(new Exit.Unknown());
  }

  @Test
  void samplesCountTheWholeTree() throws Exception {
    Launcher.Run run = family();
    Launcher.Run busy = bench.shell("while :; do :; done");
    bench.next(busy, Event.Execed.class);
    TreeSampler sampler = bench.keepers().sampler();
    Launcher.Run unknown = Bench.run("unknown");
    Map<Launcher.Run, TreeSampler.Sample> first = sampler.sample(List.of(run, busy, unknown));
    assertThat(first).containsOnlyKeys(run, busy);
    assertThat(first.get(run).processes()).isEqualTo(4);
    assertThat(first.get(run).threads()).isEqualTo(4);
    assertThat(first.get(run).memoryBytes()).isBetween(1L << 20, 100L << 20);
    assertThat(first.get(run).cpuPercent()).isEmpty();
    await().until(() -> sampler.sample(List.of(run, busy)).get(busy).cpuPercent().orElse(0) > 20);
    assertThat(sampler.openFiles(run)).hasValue(12);
  }

  @Test
  void membersOfARunThatNeverWasAreNone() {
    assertThat(bench.keepers().members(Bench.run("none"))).isEmpty();
    assertThat(bench.keepers().sweep(Bench.run("none"), StopRule.Scope.TREE)).isEmpty();
  }

  @Test
  void anotherProcessWithTheLeadersPidIsNeverSignalled() throws Exception {
    Launcher.Run run = Bench.run("reused");
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      Path directory = Files.createDirectories(bench.directory(run));
      String line =
          "1 %d 1 %s %s".formatted(stranger.pid(), Identities.boot(), Identities.namespace());
      Files.writeString(directory.resolve("claim"), line + "\n");
      Files.writeString(directory.resolve("leader"), line + " 1700000000000000000\n");
      for (StopRule.Scope scope : StopRule.Scope.values()) {
        assertThat(bench.keepers().send(run, Signal.KILL, scope)).isZero();
        assertThat(bench.keepers().sweep(run, scope)).isEmpty();
      }
      assertThat(bench.keepers().recover(run)).isInstanceOf(Event.Found.Over.class);
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }
}
