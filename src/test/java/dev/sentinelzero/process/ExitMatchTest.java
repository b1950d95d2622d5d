package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitMatchTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "3-9, 3-9",
    "' 3 - 9 ', 3-9",
    "0-255, 0-255",
    "7-7, 7",
    "9, 9",
    "007, 7",
    "SIGSEGV, SIGSEGV",
    "segv, SIGSEGV",
    "spawn, spawn",
    "' SPAWN ', spawn",
  })
  void readsAndWrites(String text, String written) {
    assertThat(ExitMatch.parse(text)).hasToString(written);
    assertThat(ExitMatch.parse(written)).isEqualTo(ExitMatch.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "9-3", "0-256", "999"})
  void refusesWhatIsNoRangeOfCodes(String text) {
    assertThatThrownBy(() -> ExitMatch.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not a range of exit codes 0 to 255");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1-", "1000", "SIGNOPE", "1,2", "1-2-3"})
  void refusesWhatIsNoExitAndSaysWhatIs(String text) {
    assertThatThrownBy(() -> ExitMatch.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not an exit: write a code")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void aRangeHasBothItsEnds(
      @ForAll @IntRange(max = 255) int one,
      @ForAll @IntRange(max = 255) int other,
      @ForAll @IntRange(max = 255) int code) {
    int from = Math.min(one, other);
    int to = Math.max(one, other);
    ExitMatch match = ExitMatch.parse(from + "-" + to);
    assertThat(match.matches(new Exit.Code(code))).isEqualTo(from <= code && code <= to);
    assertThat(match.matches(new Exit.Code(from))).isTrue();
    assertThat(match.matches(new Exit.Code(to))).isTrue();
    assertThat(ExitMatch.parse(match.toString())).isEqualTo(match);
  }

  @Test
  void eachKindMatchesItsOwnExitsOnly() {
    Exit killed = new Exit.Signalled(Signal.KILL, false);
    Exit dumped = new Exit.Signalled(Signal.KILL, true);
    Exit notSpawned = new Exit.NotSpawned(Stage.EXEC, 2, "No such file or directory");
    ExitMatch nine = new ExitMatch.Codes(9, 9);
    ExitMatch kill = new ExitMatch.BySignal(Signal.KILL);
    ExitMatch spawn = new ExitMatch.Spawn();
    assertThat(nine.matches(new Exit.Code(9))).isTrue();
    assertThat(nine.matches(killed)).as("exit 9 is not SIGKILL").isFalse();
    assertThat(nine.matches(new Exit.Unknown())).isFalse();
    assertThat(kill.matches(killed)).isTrue();
    assertThat(kill.matches(dumped)).isTrue();
    assertThat(kill.matches(new Exit.Signalled(Signal.TERM, false))).isFalse();
    assertThat(kill.matches(new Exit.Code(9))).isFalse();
    assertThat(spawn.matches(notSpawned)).isTrue();
    assertThat(spawn.matches(new Exit.Code(127))).isFalse();
  }

  @Test
  void exitsReadAsSentences() {
    assertThat(new Exit.Code(3)).hasToString("exit code 3");
    assertThat(new Exit.Signalled(Signal.KILL, false)).hasToString("killed by SIGKILL");
    assertThat(new Exit.Signalled(new Signal("SEGV"), true))
        .hasToString("killed by SIGSEGV (core dumped)");
    assertThat(new Exit.NotSpawned(Stage.DIRECTORY, 2, "No such file or directory"))
        .hasToString("could not be started (directory): No such file or directory");
    assertThat(new Exit.Unknown())
        .hasToString("ended while nobody watched (its keeper was killed)");
    assertThat(new Exit.Code(0).isZero()).isTrue();
    assertThat(new Exit.Code(1).isZero()).isFalse();
    assertThat(new Exit.Unknown().isZero()).isFalse();
  }
}
