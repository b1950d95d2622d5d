package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * What holds after any sequence of commands, exits, delays and deaths of the daemon. {@link
 * SimulatedHost} checks each step on its way: at most one run alive, none launched that is not
 * wanted, every id used once, a stop written down before its first signal.
 */
class LifecyclePropertiesTest {
  private static final Reason ASKED = Samples.ASKED;
  private static final AtomicInteger LAUNCHES = new AtomicInteger();

  /** What the sequence does next. */
  private enum Act {
    MOVE_ON,
    START,
    STOP,
    STOP_NOW,
    RESTART,
    RESET,
    REDEFINE,
    SIGNAL,
    SHUTDOWN,
    DAEMON_DIES,
    DAEMON_DIES_STARTING,
    DAEMON_DIES_STOPPING,
    DUE,
    MISSED,
    RUN_NOW,
    ENABLE,
    DISABLE,
    CLOCK_SET_BACK,
    OUTDATED
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Act> usual = Arbitraries.of(Act.MOVE_ON);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, usual), net.jqwik.api.Tuple.of(2, Arbitraries.of(Act.class)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static void act(SimulatedHost host, Act act, Definition definition) {
    switch (act) {
      case MOVE_ON -> host.moveOn();
      case START -> host.happen(new Event.Start(ASKED));
      case STOP -> host.happen(new Event.Stop(ASKED, Optional.empty()));
      case STOP_NOW -> host.happen(new Event.Stop(ASKED, Optional.of(Duration.ZERO)));
      case RESTART -> host.happen(new Event.Restart(ASKED));
      case RESET -> host.happen(new Event.Reset(ASKED));
      case REDEFINE -> host.happen(new Event.Redefine(definition, true, ASKED));
      case SIGNAL -> host.happen(new Event.Send(Signal.HUP));
      case SHUTDOWN -> host.happen(new Event.Shutdown());
      case DAEMON_DIES -> host.daemonDies();
      case DAEMON_DIES_STARTING -> host.daemonDiesDuring(new Event.Start(ASKED));
      case DAEMON_DIES_STOPPING -> host.daemonDiesDuring(new Event.Stop(ASKED, Optional.empty()));
      case DUE -> host.due();
      case MISSED -> host.missed();
      case RUN_NOW -> host.runNow();
      case ENABLE -> host.happen(new Event.Enable(true, ASKED));
      case DISABLE -> host.happen(new Event.Enable(false, ASKED));
      case CLOCK_SET_BACK -> host.clockSetBack();
      case OUTDATED -> host.happen(new Event.Outdated(ASKED));
    }
  }

  private static SimulatedHost played(Definition definition, List<Act> acts, long seed) {
    String policy = definition.schedule().isPresent() ? "standard" : "aggressive";
    RestartPolicy in = RestartPolicy.BUILT_IN.get(policy);
    SimulatedHost host = new SimulatedHost(definition, in, seed);
    host.happen(new Event.Start(ASKED));
    for (Act act : acts) {
      act(host, act, definition);
    }
    Statistics.collect(host.managed().state().word());
    LAUNCHES.addAndGet(host.launches());
    return host;
  }

  /** Sequences in which nothing ever happens would prove nothing. */
  @AfterContainer
  static void theSequencesLaunchedOften() {
    assertThat(LAUNCHES.get()).isGreaterThan(4000);
  }

  @Property(tries = 1500)
  void nothingRunsTwiceAndNothingUnwantedIsLaunched(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    played(Samples.defined(), acts, seed);
  }

  @Property(tries = 1000)
  void keptLeftoversAreTheOnlyCompanyOfARun(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    played(Samples.keepingLeftovers(), acts, seed);
  }

  @Property(tries = 1000)
  void afterAStopNothingIsLeftAndNothingComesBack(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    SimulatedHost host = played(Samples.defined(), acts, seed);
    host.happen(new Event.Stop(ASKED, Optional.empty()));
    int launches = host.launches();
    host.settle(60);
    assertThat(host.managed().state()).isEqualTo(new State.Stopped());
    assertThat(host.isAnythingAlive()).isFalse();
    assertThat(host.launches()).isEqualTo(launches);
  }

  @Property(tries = 1000)
  void aShutdownEndsInRestWithoutALaunch(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    SimulatedHost host = played(Samples.defined(), acts, seed);
    Wanted wanted = host.managed().wanted();
    host.happen(new Event.Shutdown());
    int launches = host.launches();
    host.settle(60);
    assertThat(host.managed().state()).isInstanceOf(State.Resting.class);
    assertThat(host.isAnythingAlive()).isFalse();
    assertThat(host.launches()).isEqualTo(launches);
    assertThat(host.managed().wanted()).isEqualTo(wanted);
  }

  @Property(tries = 1000)
  void aStopEndsOnceItsRunIsGoneWhateverFollows(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    SimulatedHost host = played(Samples.defined(), acts, seed);
    if (host.managed().state() instanceof State.Stopping stopping) {
      host.endNow(stopping.run());
      assertThat(host.managed().run()).isNotEqualTo(Optional.of(stopping.run()));
    }
  }
}
