package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * What holds of planned runs after any sequence of times, commands, exits, missing dependencies and
 * deaths of the daemon, under each rule of overlap. {@link PlannedFirings} checks on the way that
 * nothing follows the end of an occurrence.
 */
class PlannedPropertiesTest {
  private static final Reason ASKED = Samples.ASKED;
  private static final AtomicInteger LAUNCHES = new AtomicInteger();

  /** What the sequence does next. */
  private enum Act {
    MOVE_ON,
    DUE,
    DAEMON_DIES_AT_DUE,
    MISSED,
    RUN_NOW,
    ENABLE,
    DISABLE,
    CLOCK_SET_BACK,
    START,
    STOP,
    STOP_NOW,
    RESTART,
    RESET,
    RENEW,
    RESCHEDULE,
    SHUTDOWN,
    DAEMON_DIES,
    DAEMON_DIES_STOPPING
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.of(Act.MOVE_ON)),
            Tuple.of(2, Arbitraries.of(Act.DUE, Act.RUN_NOW)),
            Tuple.of(2, Arbitraries.of(Act.class)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static void act(SimulatedHost host, Act act, Overlap overlap) {
    switch (act) {
      case MOVE_ON -> host.moveOn();
      case DUE -> host.due();
      case DAEMON_DIES_AT_DUE -> host.daemonDiesAtDue();
      case MISSED -> host.missed();
      case RUN_NOW -> host.runNow();
      case ENABLE -> host.happen(new Event.Enable(true, ASKED));
      case DISABLE -> host.happen(new Event.Enable(false, ASKED));
      case CLOCK_SET_BACK -> host.clockSetBack();
      case START -> host.happen(new Event.Start(ASKED));
      case STOP -> host.happen(new Event.Stop(ASKED, Optional.empty()));
      case STOP_NOW -> host.happen(new Event.Stop(ASKED, Optional.of(Duration.ZERO)));
      case RESTART -> host.happen(new Event.Restart(ASKED));
      case RESET -> host.happen(new Event.Reset(ASKED));
      case RENEW -> host.happen(new Event.Redefine(Samples.scheduled(overlap), true, ASKED));
      case RESCHEDULE -> reschedule(host, overlap);
      case SHUTDOWN -> host.happen(new Event.Shutdown());
      case DAEMON_DIES -> host.daemonDies();
      case DAEMON_DIES_STOPPING -> host.daemonDiesDuring(new Event.Stop(ASKED, Optional.empty()));
    }
  }

  /** Its schedule is another one, or the one it had in the beginning. */
  private static void reschedule(SimulatedHost host, Overlap overlap) {
    Definition first = Samples.scheduled(overlap);
    Overlap next = Overlap.values()[(overlap.ordinal() + 1) % Overlap.values().length];
    boolean changed = !host.managed().definition().equals(first);
    host.happen(new Event.Redefine(changed ? first : Samples.scheduled(next), false, ASKED));
  }

  private static SimulatedHost played(Overlap overlap, List<Act> acts, long seed) {
    SimulatedHost host =
        new SimulatedHost(Samples.scheduled(overlap), RestartPolicy.BUILT_IN.get("standard"), seed);
    host.happen(new Event.Start(ASKED));
    for (Act act : acts) {
      act(host, act, overlap);
      host.firings().areAccountedFor(host.managed());
      holds(host.managed());
    }
    LAUNCHES.addAndGet(host.firings().launches());
    return host;
  }

  /** What is true of a process that runs on a schedule, whatever happened to it. */
  private static void holds(Managed managed) {
    Agenda agenda = managed.agenda();
    if (managed.state() instanceof State.Scheduled(var next)) {
      assertThat(agenda.current()).as("%s, %s", managed.state(), agenda).isEmpty();
      assertThat(agenda.waiting()).as("%s, %s", managed.state(), agenda).isEmpty();
      assertThat(managed.wanted()).isEqualTo(Wanted.UP);
      assertThat(agenda.enabled()).isTrue();
      assertThat(managed.nextDue()).isEqualTo(next);
    }
    if (managed.state() instanceof State.Starting || managed.state() instanceof State.Waiting) {
      assertThat(agenda.current()).as("%s, %s", managed.state(), agenda).isPresent();
    }
    boolean withTheDaemon = managed.history().reason().code().equals("daemon_stopped");
    if (managed.state() instanceof State.Stopped
        && managed.wanted() == Wanted.DOWN
        && !withTheDaemon) {
      assertThat(agenda.current()).as("%s, %s", managed.state(), agenda).isEmpty();
      assertThat(agenda.waiting()).as("%s, %s", managed.state(), agenda).isEmpty();
    }
  }

  /** Sequences in which nothing ever happens would prove nothing. */
  @AfterContainer
  static void theSequencesLaunchedOften() {
    assertThat(LAUNCHES.get()).isGreaterThan(4000);
  }

  @Property(tries = 2000)
  void everyPlannedRunHasOneEnd(
      @ForAll("acts") List<Act> acts, @ForAll Overlap overlap, @ForAll long seed) {
    played(overlap, acts, seed);
  }

  @Property(tries = 1000)
  void afterAStopEveryPlannedRunIsOver(
      @ForAll("acts") List<Act> acts, @ForAll Overlap overlap, @ForAll long seed) {
    SimulatedHost host = played(overlap, acts, seed);
    host.happen(new Event.Stop(ASKED, Optional.empty()));
    int launches = host.launches();
    host.settle(60);
    assertThat(host.managed().state()).isEqualTo(new State.Stopped());
    assertThat(host.managed().agenda().current()).isEmpty();
    assertThat(host.managed().agenda().waiting()).isEmpty();
    assertThat(host.launches()).isEqualTo(launches);
    host.firings().areAccountedFor(host.managed());
  }

  @Property(tries = 1000)
  void aShutdownEndsInRestWithoutALaunch(
      @ForAll("acts") List<Act> acts, @ForAll Overlap overlap, @ForAll long seed) {
    SimulatedHost host = played(overlap, acts, seed);
    host.happen(new Event.Shutdown());
    int launches = host.launches();
    host.settle(60);
    assertThat(host.managed().state()).isInstanceOf(State.Resting.class);
    assertThat(host.isAnythingAlive()).isFalse();
    assertThat(host.launches()).isEqualTo(launches);
  }
}
