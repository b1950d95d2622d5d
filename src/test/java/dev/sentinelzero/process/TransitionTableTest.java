package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole of {@link Lifecycle#step} as a table, kept as a file that people read. */
class TransitionTableTest {
  private static final Path TABLE = Path.of("src/test/resources/process/transitions.txt");
  private static final Path PAGE = Path.of("docs/architecture.md");
  private static final String BEGIN = "<!-- state diagram: written by TransitionTableTest -->";
  private static final String END = "<!-- end of the state diagram -->";

  private final List<TransitionTable.Row> rows = TransitionTable.rows();

  @Test
  void isTheOneThatIsWrittenDown() throws IOException {
    Golden.compare(TABLE, TransitionText.table(rows));
  }

  @Test
  void drawsTheDiagramOfTheArchitecturePage() throws IOException {
    Golden.compareBetween(PAGE, BEGIN, END, TransitionText.diagram(rows));
  }

  @Test
  void hasEveryStateAgainstEveryEvent() {
    Set<List<Class<?>>> pairs = new HashSet<>();
    for (TransitionTable.Row row : rows) {
      pairs.add(pair(row.from().managed().state(), row.happening().event()));
    }
    for (Class<?> state : leaves(State.class)) {
      for (Class<?> event : leaves(Event.class)) {
        assertThat(pairs).contains(List.of(state, event));
      }
    }
  }

  @Test
  void hasEverySequelOfAStopAgainstEveryEvent() {
    Set<List<Class<?>>> pairs = new HashSet<>();
    for (TransitionTable.Row row : rows) {
      if (row.from().managed().state() instanceof State.Stopping stopping) {
        pairs.add(pair(stopping.then(), row.happening().event()));
      }
    }
    for (Class<?> then : leaves(State.Then.class)) {
      for (Class<?> event : leaves(Event.class)) {
        assertThat(pairs).contains(List.of(then, event));
      }
    }
  }

  @Test
  void hasEveryFactOfTheRunThereIsAndOfAnother() {
    for (Class<?> state : leaves(State.Active.class)) {
      for (Class<?> fact : leaves(Event.Fact.class)) {
        Set<Boolean> current =
            rows.stream()
                .filter(row -> state.isInstance(row.from().managed().state()))
                .filter(row -> fact.isInstance(row.happening().event()))
                .map(TransitionTableTest::isAboutTheRunThereIs)
                .collect(Collectors.toSet());
        assertThat(current).as("%s in %s", fact, state).containsExactlyInAnyOrder(true, false);
      }
    }
  }

  private static boolean isAboutTheRunThereIs(TransitionTable.Row row) {
    RunId run = ((Event.Fact) row.happening().event()).run();
    return row.from().managed().run().filter(run::equals).isPresent();
  }

  @Test
  void hasEveryFindWithAndWithoutRebootAndStop() {
    Set<List<Object>> seen = new HashSet<>();
    for (TransitionTable.Row row : rows) {
      if (row.happening().event() instanceof Event.Recovered(Event.Found found, boolean rebooted)) {
        Class<?> state = row.from().managed().state().getClass();
        seen.add(List.of(state, found.getClass(), rebooted, stopUnderWay(found)));
      }
    }
    for (Class<?> state : leaves(State.class)) {
      for (Class<?> found : leaves(Event.Found.class)) {
        for (boolean rebooted : List.of(true, false)) {
          assertThat(seen).contains(List.of(state, found, rebooted, "none"));
          if (Stream.of(found.getRecordComponents())
              .anyMatch(c -> c.getName().equals("stopping"))) {
            for (Class<?> then : leaves(State.Then.class)) {
              assertThat(seen).contains(List.of(state, found, rebooted, then));
            }
          }
        }
      }
    }
  }

  private static Object stopUnderWay(Event.Found found) {
    return switch (found) {
      case Event.Found.Alive alive -> word(alive.stopping());
      case Event.Found.LeftBehind left -> word(left.stopping());
      case Event.Found.Over over -> word(over.stopping());
      case Event.Found.Nothing() -> "none";
      case Event.Found.Launching ignored -> "none";
      case Event.Found.NeverRan ignored -> "none";
    };
  }

  private static Object word(java.util.Optional<State.Then> then) {
    return then.<Object>map(Object::getClass).orElse("none");
  }

  @Test
  void namesNoRowTwice() {
    assertThat(rows.stream().map(row -> row.from().name() + " / " + row.happening().name()))
        .doesNotHaveDuplicates();
  }

  @Test
  void reachesEveryStateAndNeedsEveryEffectButTheReloadCommand() {
    Set<Class<?>> reached =
        rows.stream().map(row -> row.step().next().state().getClass()).collect(Collectors.toSet());
    assertThat(reached).isEqualTo(leaves(State.class));
    Set<Class<?>> effects =
        rows.stream()
            .flatMap(row -> row.step().effects().stream())
            .map(Object::getClass)
            .collect(Collectors.toSet());
    Set<Class<?>> expected = new HashSet<>(leaves(Effect.class));
    expected.remove(Effect.RunReload.class); // a command instead of a signal: LifecycleCommandTest
    assertThat(effects).isEqualTo(expected);
  }

  /** What holds in every row, whatever the table says. */
  @Test
  void holdsTheRulesInEveryRow() {
    for (TransitionTable.Row row : rows) {
      Managed next = row.step().next();
      String what = row.from().name() + " / " + row.happening().name();
      List<Effect> effects = row.step().effects();
      boolean launches = effects.stream().anyMatch(Effect.Launch.class::isInstance);
      assertThat(launches).as(what).isEqualTo(beganARun(row));
      if (launches) {
        assertThat(next.wanted() == Wanted.UP || isByHand(next)).as(what).isTrue();
        assertThat(next.run()).as(what).contains(row.happening().occasion().fresh());
      }
      if (row.step().refusal().isPresent()) {
        assertThat(next).as(what).isEqualTo(row.from().managed());
        assertThat(effects).as(what).isEmpty();
      }
      if (!(row.happening().event() instanceof Event.Command)) {
        assertThat(next.wanted()).as(what).isEqualTo(row.from().managed().wanted());
      }
      if (next.state() instanceof State.BackingOff) {
        assertThat(next.wanted() == Wanted.UP || isByHand(next)).as(what).isTrue();
      }
    }
  }

  /** Somebody may have a job run once that is not wanted at its times. */
  private static boolean isByHand(Managed managed) {
    return managed.agenda().current().filter(one -> one.cause() == Agenda.Cause.MANUAL).isPresent();
  }

  private static boolean beganARun(TransitionTable.Row row) {
    return row.step().next().state() instanceof State.Starting(RunId run)
        && run.equals(row.happening().occasion().fresh());
  }

  private static List<Class<?>> pair(Object one, Object other) {
    return List.of(one.getClass(), other.getClass());
  }

  /** The records of a sealed interface, however deep. */
  private static Set<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return Set.of(type);
    }
    return Stream.of(type.getPermittedSubclasses())
        .flatMap(permitted -> leaves(permitted).stream())
        .collect(Collectors.toSet());
  }
}
