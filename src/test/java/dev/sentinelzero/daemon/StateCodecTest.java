package dev.sentinelzero.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Agenda.Cause;
import dev.sentinelzero.process.Agenda.Occurrence;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Dependence;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Retries;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Vitals;
import dev.sentinelzero.process.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a process is what is read again. */
class StateCodecTest {
  private static final Moment NOW =
      new Moment(Instant.parse("2026-11-24T12:00:00.123456789Z"), 1_000_000_000_000L);
  private static final RunId RUN = RunId.of(5, 0, 5);
  private static final Identity LEADER = new Identity(4711, "12345", "boot-a", "4026531836");
  private static final Reason REASON = new Reason("code", "a \"text\"\n");
  private static final ExitReport REPORT =
      new ExitReport(new Exit.Code(3), NOW.wall().minusSeconds(9), Duration.ofMillis(1_234));

  private static final Agenda FULL =
      new Agenda(
          false,
          NOW.wall().minusSeconds(60),
          Optional.of(NOW.wall().minusSeconds(1)),
          Optional.of(new Occurrence(NOW.wall().minusSeconds(1), Cause.MISFIRE)),
          Stream.of(Cause.values()).map(cause -> new Occurrence(NOW.wall(), cause)).toList());

  private static Definition definition() {
    try {
      return ProcessFile.readDefinition(
          new ObjectMapper()
              .readTree(
                  """
                  {"name": "backup", "project": "shop", "command": ["/bin/true"], "directory": "/",
                   "schedule": {"cron": "0 2 * * *", "timezone": "Europe/Paris", "overlap": "queue",
                     "misfire": "all", "jitter": "30s", "timeout": "1h", "in_repeat": "both",
                     "enabled": false}}"""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<State> states() {
    Moment later = NOW.plus(Duration.ofSeconds(10));
    Vitals vitals = new Vitals(Optional.of(true), Optional.of(false), Optional.of(NOW));
    Dependence.Unmet unmet = new Dependence.Unmet(REASON, true, Optional.empty());
    Stream<State> resting =
        Stream.of(
            new State.Stopped(),
            new State.Completed(),
            new State.Failed(),
            new State.BackingOff(later),
            new State.Waiting(unmet, new Reason("asked", "asked for")),
            new State.Scheduled(Optional.of(later.wall())),
            new State.Scheduled(Optional.empty()));
    Stream<State> active =
        Stream.of(
            new State.Starting(RUN),
            new State.Running(RUN, LEADER, NOW.plus(Duration.ofSeconds(-5)), vitals),
            new State.Running(RUN, LEADER, NOW, Vitals.NONE));
    Stream<State> stopping =
        Stream.of(
                new State.Then.Rest(),
                new State.Then.Relaunch(),
                new State.Then.Judge(REPORT),
                new State.Then.Fail(REASON, Duration.ofMillis(77)),
                new State.Then.GiveUp(REASON))
            .flatMap(
                then ->
                    Stream.of(Optional.of(LEADER), Optional.<Identity>empty())
                        .map(leader -> new State.Stopping(RUN, leader, later, then)));
    return Stream.concat(resting, Stream.concat(active, stopping));
  }

  private static Managed managed(State state, Agenda agenda) {
    Retries retries = new Retries(2, 3, List.of(NOW.wall(), NOW.wall().plusNanos(1)));
    return new Managed(
        definition(),
        Wanted.UP,
        state,
        new Managed.History(retries, 7, Optional.of(new Managed.Last(RUN, REPORT)), REASON),
        agenda);
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateComesBack(State state) throws IOException {
    for (Agenda agenda : List.of(Agenda.NONE, FULL)) {
      Managed managed = managed(state, agenda);
      String line = ManagedCodec.write(managed);
      assertThat(line).doesNotContain("\n");
      assertThat(ManagedCodec.read(line, NOW)).isEqualTo(managed);
    }
  }

  @Test
  void anAgendaComesBackAndNothingIsMadeUp() {
    Agenda armed = new Agenda(true, NOW.wall(), Optional.empty(), Optional.empty(), List.of());
    for (Agenda agenda : List.of(Agenda.NONE, armed, FULL)) {
      assertThat(AgendaCodec.read(AgendaCodec.write(agenda))).isEqualTo(agenda);
    }
    assertThat(AgendaCodec.write(armed).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("enabled", "armed");
  }

  @Test
  void anAgendaThatIsDamagedIsNotTaken() {
    String line = ManagedCodec.write(managed(new State.Scheduled(Optional.empty()), FULL));
    for (String broken : List.of("yesterday", "", "2026-11-24")) {
      String damaged = line.replaceFirst("\"armed\":\"[^\"]*\"", "\"armed\":\"" + broken + '"');
      assertThat(damaged).isNotEqualTo(line);
      assertThatThrownBy(() -> ManagedCodec.read(damaged, NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
    }
  }
}
