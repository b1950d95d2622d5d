package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of each planned run in a {@link SimulatedHost}, held to what must hold of it. */
final class PlannedFirings {
  private static final Set<Firing.Outcome> FINAL =
      EnumSet.complementOf(EnumSet.of(Firing.Outcome.QUEUED, Firing.Outcome.RUNNING));

  private final Map<Agenda.Occurrence, Firing.Outcome> outcomes = new HashMap<>();
  private final Map<Agenda.Occurrence, Integer> launches = new HashMap<>();
  private final Set<Agenda.Occurrence> accepted = new HashSet<>();
  private final Set<Agenda.Occurrence> untold = new HashSet<>();
  private final Set<Agenda.Occurrence> beside = new HashSet<>();

  /** Takes down which planned times were dealt with. */
  void happened(Managed before, Event event, Step step, Moment now) {
    boolean counted = !before.agenda().consumed().equals(step.next().agenda().consumed());
    if (event instanceof Event.RunNow && step.refusal().isEmpty()) {
      accepted.add(new Agenda.Occurrence(Agenda.plannable(now.wall()), Agenda.Cause.MANUAL));
    }
    if (!counted) {
      return;
    }
    if (event instanceof Event.Due due) {
      accepted.add(
          new Agenda.Occurrence(
              due.planned(), due.misfire() ? Agenda.Cause.MISFIRE : Agenda.Cause.SCHEDULE));
    } else if (event instanceof Event.Missed missed) {
      accepted.add(new Agenda.Occurrence(missed.planned(), Agenda.Cause.SCHEDULE));
    } else {
      assertThat(step.next().agenda().consumed()).as("%s deals with a time", event).isEmpty();
    }
  }

  /** The shell has written down what the effects say. */
  void noted(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.NoteFiring(Firing firing) -> note(firing);
        case Effect.RunBeside(Agenda.Occurrence occurrence) ->
            assertThat(beside.add(occurrence)).as("%s runs beside once", occurrence).isTrue();
        case Effect ignored -> {}
      }
    }
  }

  private void note(Firing firing) {
    Firing.Outcome earlier = outcomes.put(firing.occurrence(), firing.outcome());
    assertThat(earlier == null || !FINAL.contains(earlier))
        .as("%s after %s", firing, earlier)
        .isTrue();
  }

  /** The daemon died before it could write them down. */
  void lost(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.NoteFiring(Firing firing) -> untold.add(firing.occurrence());
        case Effect.RunBeside(Agenda.Occurrence occurrence) -> beside.add(occurrence);
        case Effect ignored -> {}
      }
    }
  }

  /** A run for an occurrence was launched. */
  void launched(Agenda.Occurrence occurrence, Event cause, Managed managed) {
    assertThat(FINAL)
        .as("launched by %s after its end: %s", cause, occurrence)
        .doesNotContain(outcomes.getOrDefault(occurrence, Firing.Outcome.RUNNING));
    launches.merge(occurrence, 1, Integer::sum);
  }

  int launches() {
    return launches.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Each that was dealt with has come to one end, or is what the process is about. */
  void areAccountedFor(Managed managed) {
    Optional<Agenda.Occurrence> current = managed.agenda().current();
    for (Agenda.Occurrence one : accepted) {
      boolean ended = FINAL.contains(outcomes.getOrDefault(one, Firing.Outcome.RUNNING));
      boolean open =
          current.filter(one::equals).isPresent() || managed.agenda().waiting().contains(one);
      boolean elsewhere = untold.contains(one) || isBeside(one);
      assertThat(elsewhere || ended != open)
          .as(
              "%s, %s, is accounted for in %s",
              one, outcomes.get(one), List.of(managed.state(), managed.agenda()))
          .isTrue();
    }
  }

  private boolean isBeside(Agenda.Occurrence one) {
    return beside.contains(new Agenda.Occurrence(one.planned(), Agenda.Cause.BESIDE));
  }
}
