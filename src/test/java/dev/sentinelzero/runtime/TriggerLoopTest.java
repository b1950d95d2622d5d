package dev.sentinelzero.runtime;

import static dev.sentinelzero.runtime.Timetable.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.State;
import dev.sentinelzero.schedule.Jitter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop itself, by clocks that the tests set. */
class TriggerLoopTest {
  private static final Reason REASON = new Reason("asked", "asked for");
  private final Timetable table = new Timetable();

  @AfterEach
  void end() {
    table.close();
  }

  private static List<Instant> everyMinute(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(n -> BEGIN.plus(Duration.ofMinutes(n)))
        .toList();
  }

  @Test
  void eachTimeIsToldOnceWhenItHasCome() {
    table.define("job", "{\"every\": \"1m\"}");
    table.pass(Duration.ofSeconds(59));
    table.settle();
    assertThat(table.told("job")).isEmpty();
    for (int minute = 1; minute <= 5; minute++) {
      table.pass(Duration.between(table.now().wall(), BEGIN.plus(Duration.ofMinutes(minute))));
      table.awaitDue("job", minute);
      table.settle();
      assertThat(table.due("job")).isEqualTo(everyMinute(1, minute));
    }
    assertThat(table.told("job"))
        .allSatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        Event.Due.class,
                        due -> {
                          assertThat(due.misfire()).isFalse();
                          assertThat(due.reason().code()).isEqualTo("due");
                        }));
  }

  @Test
  void processesThatAreDueTogetherAreAllTold() {
    for (int n = 0; n < 200; n++) {
      table.define("job" + n, "{\"cron\": \"*/5 * * * *\", \"timezone\": \"UTC\"}");
    }
    table.pass(Duration.ofMinutes(5));
    table.settle();
    for (int n = 0; n < 200; n++) {
      assertThat(table.due("job" + n)).isEqualTo(everyMinute(5, 5));
    }
  }

  @Test
  void ofManyMissedTimesTheLatestRunsAndTheOthersAreTold() {
    table.define("job", "{\"every\": \"10m\", \"misfire\": \"latest\"}");
    table.pass(Duration.ofMinutes(1_205));
    table.settle();
    assertThat(table.due("job")).isEqualTo(everyMinute(1_200, 1_200));
    assertThat(((Event.Due) table.told("job").getLast()).misfire()).isTrue();
    assertThat(table.missed("job")).hasSize(99);
    assertThat(table.missed("job").getFirst().planned())
        .isEqualTo(BEGIN.plus(Duration.ofMinutes(210)));
    assertThat(table.missed("job").getFirst().reason().text()).contains("20 earlier ones");
    assertThat(table.missed("job").get(1).reason().text()).doesNotContain("earlier");
  }

  @Test
  void ofManyMissedTimesAHundredAreMadeUpForWhereAllAreWanted() {
    table.define("job", "{\"every\": \"10m\", \"misfire\": \"all\"}");
    table.pass(Duration.ofMinutes(1_205));
    table.settle();
    assertThat(table.due("job"))
        .isEqualTo(
            IntStream.rangeClosed(21, 120)
                .mapToObj(n -> BEGIN.plus(Duration.ofMinutes(10L * n)))
                .toList());
    assertThat(table.missed("job")).isEmpty();
    assertThat(((Event.Due) table.told("job").getFirst()).reason().text())
        .contains("20 earlier ones");
  }

  @Test
  void missedTimesAreLeftOutWhereTheyAreSkipped() {
    table.define("job", "{\"every\": \"10m\", \"misfire\": \"skip\"}");
    table.pass(Duration.ofMinutes(35));
    table.settle();
    assertThat(table.due("job")).isEmpty();
    assertThat(table.missed("job").stream().map(Event.Missed::planned))
        .containsExactly(
            BEGIN.plus(Duration.ofMinutes(10)),
            BEGIN.plus(Duration.ofMinutes(20)),
            BEGIN.plus(Duration.ofMinutes(30)));
    table.pass(Duration.ofMinutes(5));
    table.settle();
    assertThat(table.due("job")).isEqualTo(everyMinute(40, 40));
  }

  @Test
  void aClockSetForwardIsNoticedThoughNothingElseHappens() {
    table.define("job", "{\"cron\": \"0 13 * * *\", \"timezone\": \"UTC\"}");
    table.settle();
    table.setClock(Duration.ofHours(3));
    table.awaitDue("job", 1);
    assertThat(table.due("job")).containsExactly(BEGIN.plus(Duration.ofHours(1)));
  }

  @Test
  void aClockSetBackRepeatsNoTimeOfTheDayAndIntervalsGoOnFromNow() {
    table.define("daily", "{\"cron\": \"*/5 * * * *\", \"timezone\": \"UTC\"}");
    table.define("often", "{\"every\": \"5m\"}");
    table.pass(Duration.ofMinutes(5));
    table.settle();
    assertThat(table.due("daily")).isEqualTo(everyMinute(5, 5));
    assertThat(table.due("often")).isEqualTo(everyMinute(5, 5));

    table.setClock(Duration.ofMinutes(-5));
    table.settle();
    Instant back = table.process("often").agenda().armed();
    assertThat(back).isBetween(BEGIN, BEGIN.plusMillis(10));
    table.pass(Duration.ofMinutes(5).minusMillis(100));
    table.settle();
    assertThat(table.due("daily")).hasSize(1);
    assertThat(table.due("often")).hasSize(1);
    table.pass(Duration.ofMillis(200));
    table.settle();
    assertThat(table.due("daily")).containsExactly(minute(5));
    assertThat(table.due("often")).containsExactly(minute(5), back.plus(Duration.ofMinutes(5)));
    table.pass(Duration.ofMinutes(5));
    table.settle();
    assertThat(table.due("daily")).containsExactly(minute(5), minute(10));
  }

  private static Instant minute(int minute) {
    return BEGIN.plus(Duration.ofMinutes(minute));
  }

  @Test
  void jitterPutsATimeOffAndLeavesThePlannedTimeAsItIs() {
    table.define("job", "{\"every\": \"10m\", \"jitter\": \"9m\"}");
    Duration delay = Jitter.delay(Duration.ofMinutes(9), "job", minute(10));
    assertThat(delay).isGreaterThan(Duration.ofSeconds(1));
    table.pass(Duration.ofMinutes(10).plus(delay).minusMillis(100));
    table.settle();
    assertThat(table.told("job")).isEmpty();
    table.pass(Duration.ofMillis(100));
    table.settle();
    assertThat(table.due("job")).containsExactly(minute(10));
  }

  @Test
  void whatIsDisabledIsNotToldAndNothingIsMadeUpForLater() {
    table.define("job", "{\"every\": \"1m\", \"misfire\": \"all\"}");
    table.tell("job", new Event.Enable(false, REASON));
    assertThat(table.process("job").state()).isEqualTo(new State.Stopped());
    table.pass(Duration.ofMinutes(10));
    table.settle();
    assertThat(table.told("job")).isEmpty();

    table.tell("job", new Event.Enable(true, REASON));
    Instant on = table.process("job").agenda().armed();
    table.settle();
    assertThat(table.told("job")).isEmpty();
    table.pass(Duration.ofMinutes(1));
    table.settle();
    assertThat(table.due("job")).containsExactly(on.plus(Duration.ofMinutes(1)));
  }

  @Test
  void whatWasStoppedIsNotTold() {
    table.define("job", "{\"every\": \"1m\"}");
    table.tell("job", new Event.Stop(REASON, Optional.empty()));
    table.pass(Duration.ofMinutes(10));
    table.settle();
    assertThat(table.told("job")).isEmpty();
  }

  @Test
  void whatIsGoneWhenItsTimeComesHoldsUpNobody() {
    table.define("gone", "{\"every\": \"1m\"}");
    table.define("job", "{\"every\": \"1m\"}");
    table.drop("gone");
    table.pass(Duration.ofMinutes(1));
    table.settle();
    assertThat(table.told("gone")).isEmpty();
    assertThat(table.due("job")).isEqualTo(everyMinute(1, 1));
  }
}
