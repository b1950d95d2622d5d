package dev.sentinelzero.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.StopRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeepersRecoveryTest {
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

  @Test
  void aRunThatIsAliveIsFoundAndItsEndIsHeard() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    Identity identity = bench.next(run, Event.Execed.class).identity();
    bench.restart();
    Event.Found.Alive alive = (Event.Found.Alive) bench.keepers().recover(run);
    assertThat(alive.identity()).isEqualTo(identity);
    assertThat(alive.stopping()).isEmpty();
    Duration age = BootClock.now().since(alive.since());
    assertThat(age).isBetween(Duration.ofMillis(-20), Duration.ofMinutes(1));
    assertThat(Duration.between(alive.since().wall(), Instant.now()))
        .isLessThan(Duration.ofMinutes(1));
    assertThat(bench.keepers().members(run)).containsExactly(identity.pid());
    bench.kill(identity.pid());
    assertThat(bench.next(run, Event.Gone.class).report().exit())
        .isEqualTo(new Exit.Signalled(Signal.KILL, false));
    assertThat(bench.heard(run)).isEmpty();
  }

  @Test
  void anEndThatNoDaemonSawIsFoundWithItsExit() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    long pid = bench.next(run, Event.Execed.class).identity().pid();
    bench.restart();
    bench.kill(pid);
    await().until(() -> bench.files(run).exit().isPresent());
    Event.Found.Over over = (Event.Found.Over) bench.keepers().recover(run);
    assertThat(over.report().exit()).isEqualTo(new Exit.Signalled(Signal.KILL, false));
  }

  @Test
  void aStopThatWasUnderWayIsFound() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    bench.next(run, Event.Execed.class);
    Launcher.Stop stop = new Launcher.Stop(new State.Then.Relaunch(), Instant.now());
    bench.keepers().recordStop(run, stop);
    bench.restart();
    Event.Found.Alive alive = (Event.Found.Alive) bench.keepers().recover(run);
    assertThat(alive.stopping()).contains(new State.Then.Relaunch());
    assertThat(Files.readString(bench.directory(run).resolve("stopping")))
        .matches("1 relaunch [0-9]{19}\n");
  }

  @Test
  void descendantsThatAreLeftAreFoundWithTheLeadersExit() throws Exception {
    Launcher.Run run = bench.shell("setsid sleep 1000 & exit 3");
    bench.next(run, Event.Execed.class);
    Event.Ended ended = bench.next(run, Event.Ended.class);
    bench.restart();
    Event.Found.LeftBehind left = (Event.Found.LeftBehind) bench.keepers().recover(run);
    assertThat(left.report()).isEqualTo(ended.report());
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Code(3));
    assertThat(bench.heard(run)).isEmpty();
  }

  @Test
  void aRunWithoutClaimNeverRunsAfterwards() throws Exception {
    Launcher.Run run = Bench.run("late");
    Files.createDirectories(bench.directory(run));
    assertThat(bench.keepers().recover(run)).isEqualTo(new Event.Found.NeverRan(run.id()));
    assertThat(bench.keepers().recover(run)).isEqualTo(new Event.Found.NeverRan(run.id()));
    bench.launch(Bench.order(run, Bench.settings(), "touch", home.resolve("ran").toString()));
    Exit exit = bench.next(run, Event.Gone.class).report().exit();
    assertThat(exit.toString()).contains("the keeper left the command alone");
    assertThat(home.resolve("ran")).doesNotExist();
  }

  @Test
  void aRunWithoutDirectoryNeverRan() throws Exception {
    Launcher.Run run = Bench.run("none");
    assertThat(bench.keepers().recover(run)).isEqualTo(new Event.Found.NeverRan(run.id()));
    assertThat(bench.directory(run)).doesNotExist();
  }

  @Test
  void outputGoesOnUnderTheNewKeeper() throws Exception {
    Path gate = home.resolve("gate");
    Launcher.Run run =
        bench.shell(
            "echo before; until [ -e '%s' ]; do sleep 0.02; done; echo after; exec sleep 1000"
                .formatted(gate));
    Identity leader = bench.next(run, Event.Execed.class).identity();
    await().until(() -> bench.output(run).contains("before"));
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    Files.createFile(gate);
    bench.keepers().takeOver(run);
    await().until(() -> bench.output(run).equals("before\nafter\n"));
    assertThat(Identities.isAlive(leader)).isTrue();
    assertThat(bench.keepers().members(run)).contains(leader.pid());
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
  }

  @Test
  void aKeeperThatWasKilledWhileNoDaemonLookedIsReplaced() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    Identity leader = bench.next(run, Event.Execed.class).identity();
    Identity keeper = bench.files(run).keeper().orElseThrow();
    bench.restart();
    bench.kill(keeper.pid());
    await().until(() -> !bench.files(run).isHeld());
    assertThat(bench.keepers().recover(run))
        .isInstanceOfSatisfying(
            Event.Found.Alive.class, alive -> assertThat(alive.identity()).isEqualTo(leader));
    await().until(() -> bench.files(run).isHeld());
    bench.restart();
    assertThat(bench.keepers().recover(run)).isInstanceOf(Event.Found.Alive.class);
    assertThat(bench.keepers().members(run)).containsExactly(leader.pid());
    bench.kill(leader.pid());
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
  }

  @Test
  void withKeeperAndLeaderKilledTheExitIsUnknown() throws Exception {
    Launcher.Run run = bench.launch("sleep", "1000");
    Identity leader = bench.next(run, Event.Execed.class).identity();
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    bench.kill(leader.pid());
    await().until(() -> !Identities.isAlive(leader));
    bench.keepers().takeOver(run);
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
    bench.restart();
    assertThat(bench.keepers().recover(run)).isInstanceOf(Event.Found.Over.class);
  }

  @Test
  void lastWordsOfARunWhoseKeeperWasKilledAreTakenByTheNextOne() throws Exception {
    Path gate = home.resolve("gate");
    Launcher.Run run =
        bench.shell("until [ -e '%s' ]; do sleep 0.02; done; echo last words".formatted(gate));
    Identity leader = bench.next(run, Event.Execed.class).identity();
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    Files.createFile(gate);
    await().until(() -> !Identities.isAlive(leader));
    bench.keepers().takeOver(run);
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
    assertThat(bench.output(run)).isEqualTo("last words\n");
    assertThat(bench.heard(run)).isEmpty();
  }

  /** However the end of the keeper and that of the process fall together. */
  @Test
  void lastWordsAreKeptWhenTheProcessEndsRightAfterItsKeeper() throws Exception {
    for (int round = 0; round < 20; round++) {
      Launcher.Run run =
          bench.shell("echo first; kill -9 $PPID; sleep 0.0%d; echo last words".formatted(round));
      bench.next(run, Event.Execed.class);
      bench.next(run, Event.KeeperLost.class);
      bench.keepers().takeOver(run);
      assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
      assertThat(bench.output(run)).as("round %d", round).endsWith("last words\n");
    }
  }

  @Test
  void leftoversThatAreFoundWithoutAKeeperAreTold() throws Exception {
    Path gate = home.resolve("gate");
    Launcher.Run run =
        bench.shell("setsid sleep 1000 & until [ -e '%s' ]; do sleep 0.02; done".formatted(gate));
    Identity leader = bench.next(run, Event.Execed.class).identity();
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    Files.createFile(gate);
    await().until(() -> !Identities.isAlive(leader));
    bench.keepers().takeOver(run);
    Event.Ended ended = bench.next(run, Event.Ended.class);
    assertThat(ended.report().exit()).isEqualTo(new Exit.Unknown());
    await().until(() -> bench.files(run).isHeld());
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Unknown());
  }

  @Test
  void leftoversOfAKilledKeeperAreNotTakenForGone() throws Exception {
    Launcher.Run run = bench.shell("setsid sleep 1000 & exit 3");
    bench.next(run, Event.Execed.class);
    bench.next(run, Event.Ended.class);
    bench.kill(bench.files(run).keeper().orElseThrow().pid());
    bench.next(run, Event.KeeperLost.class);
    assertThat(bench.keepers().members(run)).hasSize(1);
    bench.keepers().takeOver(run);
    await().until(() -> bench.files(run).isHeld());
    assertThat(bench.keepers().sweep(run, StopRule.Scope.TREE)).isEmpty();
    assertThat(bench.next(run, Event.Gone.class).report().exit()).isEqualTo(new Exit.Code(3));
  }

  @Test
  void aRunOfAnotherBootIsOver() throws Exception {
    Launcher.Run run = Bench.run("old");
    Path directory = Files.createDirectories(bench.directory(run));
    long ourselves = ProcessHandle.current().pid();
    Identity here = Identities.of(ourselves).orElseThrow();
    String line = "1 %d %s another-boot %s".formatted(ourselves, here.start(), here.namespace());
    Files.writeString(directory.resolve("claim"), line + "\n");
    Files.writeString(directory.resolve("leader"), line + " 1700000000000000000\n");
    assertThat(bench.keepers().recover(run))
        .isInstanceOfSatisfying(
            Event.Found.Over.class,
            over -> assertThat(over.report().exit()).isEqualTo(new Exit.Unknown()));
  }

  @Test
  void filesThatMakeNoSenseAreLeftAloneAndNeverThrow() throws Exception {
    Launcher.Run run = Bench.run("corrupt");
    Path directory = Files.createDirectories(bench.directory(run));
    for (String name : new String[] {"claim", "leader", "exit", "stopping", "launch.json"}) {
      Files.write(directory.resolve(name), new byte[] {'1', ' ', 0, (byte) 0xff, ' ', '\n', '9'});
    }
    // There is a leader's file, which is moved into place whole: something ran, who knows what.
    assertThat(bench.keepers().recover(run))
        .isInstanceOfSatisfying(
            Event.Found.Over.class,
            over -> assertThat(over.report().exit()).isEqualTo(new Exit.Unknown()));
    assertThat(bench.keepers().members(run)).isEmpty();
    assertThat(directory.toFile().list()).hasSize(5);
    Files.writeString(directory.resolve("exit"), "1 code 4 at=1 x" + " ".repeat(240) + "\n");
    assertThat(bench.keepers().recover(run))
        .isInstanceOfSatisfying(
            Event.Found.Over.class,
            over -> {
              assertThat(over.report().exit()).isEqualTo(new Exit.Code(4));
              assertThat(over.stopping()).isEqualTo(Optional.empty());
            });
  }
}
