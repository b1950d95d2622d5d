package dev.sentinelzero.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.files.Scenario.Line;
import dev.sentinelzero.files.Scenario.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;

/** What holds for every interleaving of writes, drops and runs, and every size of segments. */
class LogPropertiesTest {
  private final List<Scenario> scenarios = new ArrayList<>();

  @AfterTry
  void removeFiles() {
    scenarios.forEach(Scenario::close);
    scenarios.clear();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Stream> stream = Arbitraries.of(Stream.class);
    Arbitrary<String> text =
        Arbitraries.strings().withChars("ab\u00e9\n").ofMinLength(0).ofMaxLength(9);
    Arbitrary<Step> write = Combinators.combine(stream, text).as(Step.Write::new);
    Arbitrary<Step> drop =
        Combinators.combine(stream, Arbitraries.integers().between(1, 99)).as(Step.Drop::new);
    Arbitrary<Step> step =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(12, write),
            net.jqwik.api.Tuple.of(1, drop),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.NewRun::new)));
    return step.list().ofMinSize(1).ofMaxSize(60);
  }

  private Scenario played(List<Step> steps, int segmentBytes) {
    Scenario scenario = scenario(segmentBytes);
    scenario.play(steps);
    scenario.end();
    return scenario;
  }

  private Scenario scenario(int segmentBytes) {
    Scenario scenario = new Scenario(segmentBytes);
    scenarios.add(scenario);
    return scenario;
  }

  @Property(tries = 300)
  void givesEveryLineOnceInOrder(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 60) int segmentBytes) {
    Scenario scenario = played(steps, segmentBytes);

    assertThat(Line.of(scenario.read(Query.ALL))).isEqualTo(scenario.expected);
  }

  @Property(tries = 150)
  void compressionChangesNothing(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 60) int segmentBytes) {
    Scenario scenario = played(steps, segmentBytes);
    List<LogLine> before = scenario.read(Query.ALL);

    scenario.compress();

    assertThat(scenario.read(Query.ALL)).isEqualTo(before);
  }

  @Property(tries = 400)
  void tailIsTheEndOfTheWholeWhateverTheWindow(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 60) int segmentBytes,
      @ForAll @IntRange(min = 1, max = 400) int window,
      @ForAll @IntRange(min = 0, max = 20) int tail,
      @ForAll boolean compressed)
      throws Exception {
    Scenario scenario = played(steps, segmentBytes);
    List<LogLine> all = scenario.read(Query.ALL);
    if (compressed) {
      scenario.compress();
    }
    Query query = Query.ALL.tail(tail);

    BoundedRead read = new BoundedRead(scenario.reader().views(Scenario.WEB, query), query, window);

    List<LogLine> newest = read.tail().lines();
    assertThat(Line.of(newest)).isEqualTo(last(tail, all));
    for (int index = 0; index < newest.size(); index++) {
      assertThat(Line.of(scenario.read(Query.ALL.after(newest.get(index).after()))))
          .isEqualTo(last(newest.size() - index - 1, all));
    }
  }

  @Property(tries = 300)
  void filtersAndTailGiveWhatFilteringTheWholeGives(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 60) int segmentBytes,
      @ForAll @IntRange(min = 0, max = 60) int since,
      @ForAll @IntRange(min = 0, max = 60) int until,
      @ForAll Optional<Stream> stream)
      throws Exception {
    Scenario scenario = played(steps, segmentBytes);
    Instant from = Scenario.BEGIN.plusMillis(since);
    Instant to = Scenario.BEGIN.plusMillis(until);
    List<LogLine> expected =
        scenario.read(Query.ALL).stream()
            .filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
            .filter(line -> stream.isEmpty() || line.stream() == stream.get())
            .filter(line -> line.text().contains("a"))
            .toList();
    Query query = Query.ALL.since(from).until(to).grep(Pattern.compile("a"));
    query = stream.isPresent() ? query.of(stream.get()) : query;

    assertThat(Line.of(scenario.read(query))).isEqualTo(Line.of(expected));
    Query newest = query.tail(3);
    BoundedRead tail = new BoundedRead(scenario.reader().views(Scenario.WEB, newest), newest, 20);
    assertThat(Line.of(tail.tail().lines())).isEqualTo(last(3, expected));
  }

  @Property(tries = 80)
  void resumingAfterAnyLineGivesTheRest(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 60) int segmentBytes,
      @ForAll boolean compressed) {
    Scenario scenario = played(steps, segmentBytes);
    List<LogLine> all = scenario.read(Query.ALL);
    if (compressed) {
      scenario.compress();
    }
    for (int index = 0; index < all.size(); index++) {
      LogCursor after = LogCursor.parse(all.get(index).after().toString());

      int rest = all.size() - index - 1;
      assertThat(Line.of(scenario.read(Query.ALL.after(after)))).isEqualTo(last(rest, all));
      assertThat(Line.of(scenario.read(Query.ALL.after(after).tail(2))))
          .isEqualTo(last(Math.min(2, rest), all));
    }
  }

  private static List<Line> last(int count, List<LogLine> lines) {
    return Line.of(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  @Property(tries = 300)
  void readingOnAfterEachFewStepsGivesEveryLineOnce(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 60) int segmentBytes,
      @ForAll @Size(60) List<Boolean> readNow)
      throws Exception {
    Scenario scenario = scenario(segmentBytes);
    List<LogLine> lines = new ArrayList<>();
    Optional<LogCursor> place = Optional.empty();
    for (int index = 0; index < steps.size(); index++) {
      scenario.play(steps.get(index));
      if (readNow.get(index)) {
        place = readOn(scenario, place, lines);
      }
    }
    scenario.end();
    place = readOn(scenario, place, lines);

    assertThat(Line.of(lines)).isEqualTo(scenario.expected);
    assertThat(scenario.read(Query.ALL.after(place.orElseThrow()))).isEmpty();
  }

  private static Optional<LogCursor> readOn(
      Scenario scenario, Optional<LogCursor> place, List<LogLine> lines) throws Exception {
    Query query = place.isPresent() ? Query.ALL.after(place.get()) : Query.ALL;
    return scenario.reader().read(Scenario.WEB, query, lines::add);
  }

  @Property(tries = 300)
  void followingLosesAndDoublesNothing(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 60) int segmentBytes,
      @ForAll @IntRange(min = 0, max = 60) int join,
      @ForAll @Size(60) List<Integer> then)
      throws Exception {
    Scenario scenario = scenario(segmentBytes);
    int begin = Math.min(join, steps.size());
    scenario.play(steps.subList(0, begin));
    List<LogLine> before = scenario.read(Query.ALL);
    List<LogLine> lines = new ArrayList<>();
    int tail = Math.min(2, before.size());
    try (Follower follower = scenario.reader().follow(Scenario.WEB, Query.ALL.tail(tail))) {
      for (int index = begin; index < steps.size(); index++) {
        scenario.play(steps.get(index));
        switch (Math.floorMod(then.get(index), 4)) {
          case 0 -> lines.addAll(takeAll(follower));
          case 1 -> scenario.compress();
          default -> {}
        }
      }
      scenario.end();
      lines.addAll(takeAll(follower));
    }

    assertThat(Line.of(lines))
        .isEqualTo(scenario.expected.subList(before.size() - tail, scenario.expected.size()));
  }

  static List<LogLine> takeAll(Follower follower) throws Exception {
    List<LogLine> lines = new ArrayList<>();
    for (List<LogLine> some = follower.next(Duration.ZERO);
        !some.isEmpty();
        some = follower.next(Duration.ZERO)) {
      lines.addAll(some);
    }
    return lines;
  }
}
