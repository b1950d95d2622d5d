package dev.sentinelzero.process;

import static dev.sentinelzero.process.Samples.ARMED;
import static dev.sentinelzero.process.Samples.BY_HAND;
import static dev.sentinelzero.process.Samples.DUE;
import static dev.sentinelzero.process.Samples.HOURLY;
import static dev.sentinelzero.process.Samples.NEW;
import static dev.sentinelzero.process.Samples.NOW;
import static dev.sentinelzero.process.Samples.OCCASION;
import static dev.sentinelzero.process.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.schedule.Collision;
import dev.sentinelzero.schedule.Overlap;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a schedule does to a process, said by hand beside the table. */
class CalendarTest {
  private static final Definition SKIP = Samples.scheduled(Overlap.SKIP);
  private static final Definition QUEUE = Samples.scheduled(Overlap.QUEUE);
  private static final Reason ASKED = Samples.ASKED;
  private static final Agenda.Occurrence BESIDE = new Agenda.Occurrence(DUE, Agenda.Cause.BESIDE);
  private static final State REST = Samples.stopping(new State.Then.Rest());

  private static Step step(Managed managed, Event event) {
    return Lifecycle.step(managed, event, OCCASION);
  }

  private static Managed timed(Definition definition, Wanted wanted, State state) {
    return Samples.planned(definition, wanted, state, Optional.empty());
  }

  private static Managed busy(Definition definition, Wanted wanted, State state) {
    return Samples.planned(definition, wanted, state, Optional.of(HOURLY));
  }

  private static Managed byHand(Definition definition, State state) {
    return Samples.planned(definition, Wanted.DOWN, state, Optional.of(BY_HAND));
  }

  private static Managed beside(State state) {
    return Samples.planned(SKIP, Wanted.UP, state, Optional.of(BESIDE));
  }

  private static State waiting() {
    return new State.Waiting(Samples.MISSING, ASKED);
  }

  private static List<Firing> firings(Step step) {
    return step.effects().stream()
        .filter(Effect.NoteFiring.class::isInstance)
        .map(effect -> ((Effect.NoteFiring) effect).firing())
        .toList();
  }

  private static List<String> outcomes(Step step) {
    return firings(step).stream()
        .map(one -> one.outcome().word() + " " + one.occurrence().cause().word())
        .toList();
  }

  private static Event gone(int code) {
    return new Event.Gone(RUN, Samples.exit(code));
  }

  private static Event stop() {
    return new Event.Stop(ASKED, Optional.empty());
  }

  private static Event found(Event.Found found) {
    return new Event.Recovered(found, false);
  }

  /** Started while it waited for its database, it was armed and its run was forgotten. */
  @Test
  void aStartDoesNotForgetTheRunThatWaits() {
    for (Event event : List.of(new Event.Start(ASKED), new Event.Restart(ASKED))) {
      Managed waiting = busy(SKIP, Wanted.UP, waiting());
      assertThat(step(waiting, event).next().state()).isEqualTo(new State.Starting(NEW));
      Managed still = Lifecycle.step(waiting, event, Samples.UNMET).next();
      assertThat(still.state()).isEqualTo(waiting.state());
      assertThat(still.agenda().current()).contains(HOURLY);
    }
  }

  /** The job ran twice: `stop`, then `start` before the run had ended, ran it again. */
  @Test
  void aStartAfterAStopArmsAndDoesNotRunAgain() {
    for (Event event : List.of(new Event.Start(ASKED), new Event.Restart(ASKED))) {
      Step step = step(busy(SKIP, Wanted.DOWN, REST), event);
      assertThat(firings(step))
          .containsExactly(
              new Firing(HOURLY, Firing.Outcome.STOPPED, Optional.of(RUN), Samples.BEFORE));
      Step over = step(step.next(), gone(0));
      assertThat(over.next().state())
          .isEqualTo(new State.Scheduled(Optional.of(NOW.wall().plus(Duration.ofHours(1)))));
      assertThat(over.next().history().reason()).isEqualTo(ASKED);
      assertThat(firings(over)).isEmpty();
    }
  }

  @Test
  void whatIsBeingStoppedForAnotherReasonIsLeftToThat() {
    State failing = Samples.stopping(new State.Then.Fail(Samples.TOO_MUCH, Duration.ZERO));
    Managed managed = busy(SKIP, Wanted.UP, failing);
    assertThat(step(managed, new Event.Start(ASKED)).next().state()).isEqualTo(failing);
    assertThat(step(managed, new Event.Restart(ASKED)).next().state())
        .isEqualTo(Samples.stopping(new State.Then.Relaunch()));
    assertThat(step(beside(REST), new Event.Start(ASKED)).next().state()).isEqualTo(REST);
  }

  /** A process that was stopped itself went on to be listed for ever. */
  @Test
  void whatRunsBesideIsGoneAfterItsRun() {
    for (State state : List.of(Samples.backingOff(), waiting())) {
      Step step = step(beside(state), stop());
      assertThat(outcomes(step)).containsExactly("stopped beside");
      assertThat(step.effects()).contains(new Effect.Retire());
      assertThat(step.next().state()).isEqualTo(new State.Stopped());
    }
    Managed stopping = beside(REST).wanting(Wanted.DOWN);
    Step rested = step(stopping, gone(0));
    assertThat(rested.effects()).endsWith(new Effect.Retire());
    assertThat(rested.next().state()).isEqualTo(new State.Stopped());
    Step over = step(beside(Samples.running()), gone(0));
    assertThat(over.effects()).endsWith(new Effect.Retire());
    assertThat(outcomes(over)).containsExactly("succeeded beside");
    assertThat(over.next().state()).isEqualTo(new State.Completed());
    assertThat(step(beside(Samples.running()), gone(78)).next().state())
        .isEqualTo(new State.Failed());
  }

  /** The daemon died before it had forgotten it, and the next one ran it again. */
  @Test
  void whatRanBesideIsNotRunAgainByTheNextDaemon() {
    Event nothing = found(new Event.Found.Nothing());
    for (State state : List.of(new State.Completed(), new State.Failed())) {
      assertThat(step(beside(state), nothing).effects()).containsExactly(new Effect.Retire());
    }
    Managed stopped = beside(new State.Stopped()).wanting(Wanted.DOWN);
    assertThat(step(stopped, nothing).effects()).endsWith(new Effect.Retire());
    Step fresh = step(beside(new State.Stopped()), nothing);
    assertThat(fresh.effects()).contains(new Effect.Launch(NEW));
    assertThat(fresh.next().history().reason()).isEqualTo(Samples.BEFORE);
    Event cut =
        found(new Event.Found.Over(RUN, Samples.exit(1), Optional.of(new State.Then.Rest())));
    assertThat(step(beside(REST), cut).effects()).endsWith(new Effect.Retire());
  }

  /** The run stayed "running" in the history when a limit had ended it for good. */
  @Test
  void aLimitThatStopsARunIsItsEnd() {
    State givingUp = Samples.stopping(new State.Then.GiveUp(Samples.TOO_MUCH));
    Step step = step(busy(SKIP, Wanted.UP, givingUp), gone(0));
    assertThat(outcomes(step)).containsExactly("failed schedule");
    assertThat(step.next().state()).isInstanceOf(State.Scheduled.class);
    assertThat(step.next().history().reason()).isEqualTo(Samples.TOO_MUCH);
  }

  @Test
  void theEndOfARunLetsTheNextBeginThatWaits() {
    Managed managed = busy(QUEUE, Wanted.UP, Samples.running());
    Step step = step(managed.with(managed.agenda().queueing(BY_HAND)), gone(0));
    assertThat(outcomes(step)).containsExactly("succeeded schedule", "running manual");
    assertThat(step.next().agenda().waiting()).isEmpty();
    assertThat(step.next().history().reason())
        .isEqualTo(new Reason("queued", "had waited since " + BY_HAND.planned()));
    assertThat(step.next().history().restarts()).isEqualTo(7);
  }

  /** Asked for twice while it was not wanted at its times, the second run never came. */
  @Test
  void whatIsAskedForRunsThoughItIsNotWanted() {
    Managed running = byHand(QUEUE, Samples.running());
    Step queued = step(running, new Event.RunNow(ASKED));
    assertThat(outcomes(queued)).containsExactly("queued manual");
    Step over = step(queued.next(), gone(0));
    assertThat(outcomes(over)).containsExactly("succeeded manual", "running manual");
    assertThat(over.next().wanted()).isEqualTo(Wanted.DOWN);
    Step follows = step(byHand(QUEUE, REST), new Event.RunNow(ASKED));
    assertThat(outcomes(follows)).containsExactly("stopped manual");
    assertThat(outcomes(step(follows.next(), gone(0)))).containsExactly("running manual");
  }

  @Test
  void aShutdownKeepsWhatWaitsForTheNextDaemon() {
    Managed managed = busy(QUEUE, Wanted.UP, Samples.running());
    Step down = step(managed.with(managed.agenda().queueing(BY_HAND)), new Event.Shutdown());
    Step over = step(down.next(), gone(0));
    assertThat(outcomes(over)).containsExactly("stopped schedule");
    assertThat(over.next().state()).isEqualTo(new State.Stopped());
    Step again = step(over.next(), found(new Event.Found.Nothing()));
    assertThat(outcomes(again)).containsExactly("running manual");
    Step stopped = step(over.next(), stop());
    assertThat(outcomes(stopped)).containsExactly("skipped manual");
    assertThat(stopped.next().agenda().waiting()).isEmpty();
  }

  @Test
  void aRunThatTheDaemonTookDownIsNotBegunAgain() {
    Managed stopping =
        busy(SKIP, Wanted.UP, REST)
            .with(REST, new Reason("daemon_stopped", "stopped together with the daemon"));
    Event over = found(new Event.Found.Over(RUN, Samples.exit(0), Optional.empty()));
    Step step = step(stopping, over);
    assertThat(outcomes(step)).containsExactly("stopped schedule");
    assertThat(firings(step).getFirst().reason().code()).isEqualTo("daemon_stopped");
    assertThat(step.next().state()).isInstanceOf(State.Scheduled.class);
    assertThat(step.next().history().reason().code()).isEqualTo("resumed");
    Event launching = found(new Event.Found.Launching(RUN));
    assertThat(outcomes(step(stopping, launching))).containsExactly("stopped schedule");
  }

  @Test
  void aRunThatHadNotBegunBeginsUnderTheNextDaemon() {
    for (State state : List.of(waiting(), new State.Starting(RUN), Samples.backingOff())) {
      Managed managed = busy(SKIP, Wanted.UP, state);
      Managed down = step(managed, new Event.Shutdown()).next();
      Event never = found(new Event.Found.NeverRan(RUN));
      assertThat(outcomes(step(down, never))).containsExactly("running schedule");
    }
    Managed waiting = busy(SKIP, Wanted.UP, waiting());
    Step step = step(waiting, found(new Event.Found.Nothing()));
    assertThat(step.next().history().reason()).as("why it was to run").isEqualTo(ASKED);
    Managed stopped = busy(SKIP, Wanted.DOWN, REST);
    assertThat(outcomes(step(stopped, found(new Event.Found.NeverRan(RUN)))))
        .containsExactly("stopped schedule");
    assertThat(outcomes(step(byHand(SKIP, REST), found(new Event.Found.NeverRan(RUN)))))
        .containsExactly("stopped manual");
  }

  @Test
  void aRunOfWhichNothingIsFoundHasFailed() {
    Event nothing = found(new Event.Found.Nothing());
    for (State state : List.of(Samples.running(), REST)) {
      Step step = step(busy(SKIP, Wanted.UP, state), nothing);
      assertThat(outcomes(step)).containsExactly("failed schedule");
      assertThat(step.next().history().reason().code()).isEqualTo("lost");
    }
    State replaced = Samples.stopping(new State.Then.Relaunch());
    assertThat(outcomes(step(busy(SKIP, Wanted.UP, replaced), nothing)))
        .containsExactly("running schedule");
  }

  /** A run by hand that had been given up was taken for a stopped one by the next daemon. */
  @Test
  void whatEndsARunByHandGoesOnAfterTheDaemonsDeath() {
    State.Then fail = new State.Then.Fail(Samples.TOO_MUCH, Duration.ZERO);
    Event over = found(new Event.Found.Over(RUN, Samples.exit(0), Optional.of(fail)));
    Managed failing = byHand(SKIP, Samples.stopping(fail));
    assertThat(step(failing, over).next().state()).isInstanceOf(State.BackingOff.class);
    assertThat(outcomes(step(byHand(SKIP, REST), over))).containsExactly("stopped manual");
  }

  @Test
  void resetTriesAgainWhatSomebodyAskedFor() {
    Step step = step(byHand(SKIP, Samples.backingOff()), new Event.Reset(ASKED));
    assertThat(outcomes(step)).containsExactly("running manual");
    assertThat(step.next().wanted()).isEqualTo(Wanted.DOWN);
  }

  @Test
  void onlyWhatHasRunIsSaidToHaveHadARun() {
    assertThat(firings(step(busy(SKIP, Wanted.UP, waiting()), stop())).getFirst().run()).isEmpty();
    assertThat(firings(step(busy(SKIP, Wanted.UP, Samples.backingOff()), stop())).getFirst().run())
        .contains(RUN);
  }

  @Test
  void aFullQueueTakesNoMore() {
    Managed managed = busy(QUEUE, Wanted.UP, Samples.running());
    List<Agenda.Occurrence> many = Collections.nCopies(Collision.MOST_WAITING, BY_HAND);
    Agenda full = new Agenda(true, ARMED, Optional.empty(), Optional.of(HOURLY), many);
    Step step = step(managed.with(full), new Event.RunNow(ASKED));
    assertThat(outcomes(step)).containsExactly("skipped manual");
    assertThat(firings(step).getFirst().reason().code()).isEqualTo("overlap_queue_full");
  }

  @Test
  void aTimeIsDealtWithOnce() {
    Event due = new Event.Due(DUE, false, ASKED);
    Step step = step(timed(QUEUE, Wanted.UP, new State.Scheduled(Optional.of(DUE))), due);
    assertThat(outcomes(step)).containsExactly("running schedule");
    assertThat(step(step.next(), due)).isEqualTo(Step.ignored(step.next()));
    Event missed = new Event.Missed(DUE, ASKED);
    assertThat(step(step.next(), missed)).isEqualTo(Step.ignored(step.next()));
    Managed down = timed(QUEUE, Wanted.DOWN, new State.Stopped());
    assertThat(step(down, due)).isEqualTo(Step.ignored(down));
    Managed off =
        step(timed(QUEUE, Wanted.UP, new State.Stopped()), new Event.Enable(false, ASKED)).next();
    assertThat(step(off, new Event.Due(NOW.wall().plusSeconds(9), false, ASKED)).effects())
        .isEmpty();
  }

  @Test
  void disabledItRestsAndSaysWhy() {
    Managed managed = timed(SKIP, Wanted.UP, new State.Scheduled(Optional.of(DUE)));
    Managed off = step(managed, new Event.Enable(false, ASKED)).next();
    assertThat(off.state()).isEqualTo(new State.Stopped());
    assertThat(off.history().reason().code()).isEqualTo("schedule_disabled");
    assertThat(off.nextDue()).isEmpty();
    Managed started = step(off, new Event.Start(ASKED)).next();
    assertThat(started.history().reason().code()).isEqualTo("schedule_disabled");
    Managed on = step(off, new Event.Enable(true, ASKED)).next();
    assertThat(on.state()).isEqualTo(new State.Scheduled(on.nextDue()));
    assertThat(on.nextDue()).contains(NOW.wall().plus(Duration.ofHours(1)));
    assertThat(on.history().reason()).isEqualTo(ASKED);
    Managed running = busy(SKIP, Wanted.UP, Samples.running());
    Managed last = step(step(running, new Event.Enable(false, ASKED)).next(), gone(0)).next();
    assertThat(last.state()).isEqualTo(new State.Stopped());
  }

  @Test
  void aSingleTimeIsOverWhenItsRunIs() {
    Schedule once = Schedule.of(new Timing.At(DUE), ZoneOffset.UTC);
    Definition definition = Samples.timed(new ProcessSpec.Timed.Runs(once));
    Managed managed = busy(definition, Wanted.UP, Samples.running());
    Managed past = managed.with(managed.agenda().consumed(DUE));
    assertThat(step(past, gone(0)).next().state()).isEqualTo(new State.Completed());
    assertThat(step(past, gone(78)).next().state()).isEqualTo(new State.Failed());
    Managed over = step(past, gone(0)).next();
    Event booted = new Event.Recovered(new Event.Found.Nothing(), true);
    assertThat(step(over, booted).next().state()).isEqualTo(new State.Completed());
  }

  @Test
  void aClockThatIsSetBackStartsPeriodsAnew() {
    Instant later = NOW.wall().plus(Duration.ofHours(2));
    Schedule every =
        Schedule.of(new Timing.Every(Duration.ofHours(1), Timing.From.END), ZoneOffset.UTC);
    Definition definition = Samples.timed(new ProcessSpec.Timed.Runs(every));
    ExitReport ended = new ExitReport(new Exit.Code(0), later, Duration.ofSeconds(1));
    Managed managed =
        timed(definition, Wanted.UP, new State.Scheduled(Optional.of(later)))
            .with(new Managed.Last(RUN, ended));
    Managed back = step(managed, new Event.ClockSetBack()).next();
    assertThat(back.nextDue()).contains(NOW.wall().plus(Duration.ofHours(1)));
    assertThat(back.state()).isEqualTo(new State.Scheduled(back.nextDue()));
    assertThat(back.history().last().orElseThrow().report().exit()).isEqualTo(new Exit.Code(0));
  }

  /** The clock had been a year ahead, and a job of every night rested for a year. */
  @Test
  void timesOfTheDayStayDealtWithUnlessTheClockWasWrongByDays() {
    Timing night = Timing.parse("0 2 * * *", ZoneOffset.UTC);
    Definition nightly =
        Samples.timed(new ProcessSpec.Timed.Runs(Schedule.of(night, ZoneOffset.UTC)));
    State next = new State.Scheduled(Optional.empty());
    Managed managed = timed(nightly, Wanted.UP, next);
    Managed hour = managed.with(managed.agenda().consumed(NOW.wall().plusSeconds(3600)));
    assertThat(step(hour, new Event.ClockSetBack())).isEqualTo(Step.ignored(hour));
    Managed year = managed.with(managed.agenda().consumed(NOW.wall().plus(Duration.ofDays(365))));
    Optional<Instant> tonight = Optional.of(Instant.parse("2026-03-02T02:00:00Z"));
    assertThat(step(year, new Event.ClockSetBack()).next().nextDue()).isEqualTo(tonight);
    Managed recovered = step(year, found(new Event.Found.Nothing())).next();
    assertThat(recovered.state())
        .as("found by a daemon that comes up")
        .isEqualTo(new State.Scheduled(tonight));
    Managed plain = Samples.managed(new State.Stopped());
    assertThat(step(plain, new Event.ClockSetBack())).isEqualTo(Step.ignored(plain));
  }

  private static Event redefine(Definition definition, boolean restart) {
    return new Event.Redefine(definition, restart, ASKED);
  }

  @Test
  void aServiceThatGetsAScheduleRestsUntilItsTime() {
    for (State state :
        List.of(new State.Completed(), new State.Failed(), Samples.backingOff(), waiting())) {
      Managed next = step(Samples.managed(state), redefine(SKIP, false)).next();
      assertThat(next.state()).isEqualTo(new State.Scheduled(next.nextDue()));
      assertThat(next.history().reason().code()).isEqualTo("redefined");
    }
    Step ending = step(Samples.managed(Samples.running()), redefine(SKIP, true));
    assertThat(step(ending.next(), gone(0)).next().state()).isInstanceOf(State.Scheduled.class);
    Managed down = Samples.managed(Samples.defined(), Wanted.DOWN, new State.Stopped());
    assertThat(step(down, redefine(SKIP, false)).next().state()).isEqualTo(new State.Stopped());
  }

  @Test
  void aJobThatLosesItsScheduleIsKeptRunning() {
    Event plain = redefine(Samples.defined(), false);
    for (State state : List.of(new State.Scheduled(Optional.of(DUE)), new State.Stopped())) {
      Step step = step(timed(SKIP, Wanted.UP, state), plain);
      assertThat(step.effects()).containsExactly(new Effect.Launch(NEW));
      assertThat(step.next().history().reason().code()).isEqualTo("no_schedule");
    }
    Managed completed = timed(SKIP, Wanted.UP, new State.Completed());
    assertThat(step(completed, plain).next().state()).isEqualTo(new State.Completed());
    Step renewed =
        step(busy(SKIP, Wanted.UP, Samples.running()), redefine(Samples.defined(), true));
    assertThat(outcomes(renewed)).containsExactly("stopped schedule");
    assertThat(step(renewed.next(), gone(0)).effects()).endsWith(new Effect.Launch(NEW));
    Managed other = timed(Samples.restartedHourly(), Wanted.UP, new State.Stopped());
    assertThat(step(other, plain).next().state()).isEqualTo(new State.Stopped());
  }

  /** A job that was not wanted became a service that ran. */
  @Test
  void anUnwantedJobThatLosesItsScheduleEnds() {
    Step renewed = step(byHand(SKIP, Samples.running()), redefine(Samples.defined(), true));
    assertThat(outcomes(renewed)).containsExactly("stopped manual");
    assertThat(step(renewed.next(), gone(0)).next().state()).isEqualTo(new State.Stopped());
    Step beside = step(beside(Samples.running()), redefine(Samples.defined(), true));
    assertThat(outcomes(beside)).isEmpty();
    assertThat(beside.next().agenda().current()).contains(BESIDE);
  }

  @Test
  void anotherScheduleDropsWhatWaited() {
    Managed managed = busy(QUEUE, Wanted.UP, Samples.running());
    Managed queued = managed.with(managed.agenda().queueing(BY_HAND));
    for (boolean restart : List.of(true, false)) {
      Step step = step(queued, redefine(SKIP, restart));
      assertThat(outcomes(step)).containsExactly("skipped manual");
      assertThat(step.next().agenda().armed()).isEqualTo(NOW.wall());
      assertThat(step.next().agenda().current()).contains(HOURLY);
    }
    assertThat(step(queued, redefine(QUEUE, false)).next()).isEqualTo(queued);
  }

  @Test
  void whatTheDaemonTookDownIsNotOverwrittenByTheNextTime() {
    Managed down = busy(QUEUE, Wanted.UP, new State.Stopped());
    Step step = step(down, new Event.Due(DUE, false, ASKED));
    assertThat(outcomes(step)).containsExactly("queued schedule");
    assertThat(step(down, new Event.ClockSetBack()).next().state()).isEqualTo(new State.Stopped());
    Step stopped = step(down, stop());
    assertThat(outcomes(stopped)).containsExactly("stopped schedule");
    assertThat(stopped.next().agenda().current()).isEmpty();
  }

  @Test
  void whatHasNoScheduleIsRefused() {
    Managed plain = Samples.managed(Samples.running());
    for (Event event : List.of(new Event.RunNow(ASKED), new Event.Enable(true, ASKED))) {
      assertThat(step(plain, event).refusal().orElseThrow())
          .isEqualTo(new Reason("no_schedule", "web has no schedule"));
    }
    Managed busy = busy(SKIP, Wanted.UP, Samples.running());
    assertThat(step(busy, new Event.RunNow(ASKED)).refusal().orElseThrow())
        .isEqualTo(new Reason("overlap_skip", "web is running, and its overlap rule is skip"));
  }

  @Test
  void aRunThatTakesTooLongHasFailed() {
    Managed managed = busy(SKIP, Wanted.UP, Samples.running());
    assertThat(managed.due()).contains(NOW.plus(Duration.ofMinutes(29)));
    Event time = new Event.TimeReached();
    Step step = Lifecycle.step(managed, time, Samples.at(Duration.ofMinutes(29)));
    assertThat(step.next().history().reason())
        .isEqualTo(new Reason("timed_out", "it ran longer than its schedule allows: 30m"));
    assertThat(step(managed, time)).isEqualTo(Step.ignored(managed));
  }

  @Test
  void whatRanBeforeItHadAScheduleIsInTheWayOfItsTimes() {
    Event due = new Event.Due(DUE, false, ASKED);
    for (State state : List.of(Samples.running(), Samples.backingOff(), waiting())) {
      assertThat(outcomes(step(timed(SKIP, Wanted.UP, state), due)))
          .containsExactly("skipped schedule");
    }
    Managed stopping = timed(QUEUE, Wanted.DOWN, Samples.running());
    assertThat(outcomes(step(stopping, new Event.RunNow(ASKED)))).containsExactly("queued manual");
  }

  @Test
  void aPeriodFromTheEndWaitsForTheEnd() {
    Schedule every =
        Schedule.of(new Timing.Every(Duration.ofHours(1), Timing.From.END), ZoneOffset.UTC);
    Definition definition = Samples.timed(new ProcessSpec.Timed.Runs(every));
    assertThat(busy(definition, Wanted.UP, Samples.running()).nextDue()).isEmpty();
    assertThat(timed(definition, Wanted.DOWN, new State.Stopped()).nextDue()).isEmpty();
    State next = new State.Scheduled(Optional.of(DUE));
    assertThat(timed(definition, Wanted.UP, next).due()).isEmpty();
    assertThat(timed(definition, Wanted.UP, waiting()).due()).isEmpty();
  }

  @Test
  void aShutdownLeavesWhatIsDecided() {
    State success = Samples.stopping(new State.Then.Judge(Samples.exit(0)));
    Managed judged = busy(SKIP, Wanted.UP, success);
    State.Stopping kept = (State.Stopping) step(judged, new Event.Shutdown()).next().state();
    assertThat(kept.then()).isEqualTo(new State.Then.Judge(Samples.exit(0)));
    Managed again = Samples.managed(Samples.stopping(new State.Then.Relaunch()));
    Step unmet = Lifecycle.step(again, new Event.Shutdown(), Samples.UNMET);
    assertThat(((State.Stopping) unmet.next().state()).then()).isEqualTo(new State.Then.Rest());
  }
}
