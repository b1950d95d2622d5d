package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  @ParameterizedTest
  @CsvSource({
    "TERM, TERM",
    "SIGTERM, TERM",
    "term, TERM",
    "sigterm, TERM",
    "' Usr1 ', USR1",
    "1, HUP",
    "2, INT",
    "3, QUIT",
    "6, ABRT",
    "9, KILL",
    "14, ALRM",
    "15, TERM",
    "SIG9, KILL",
  })
  void readsWhatUsersType(String text, String name) {
    assertThat(Signal.parse(text)).isEqualTo(new Signal(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "10", "0", "-9", "TERMINATE", "SIGSIGTERM", "RTMIN"})
  void refusesWhatIsNotTheSameEverywhere(String text) {
    assertThatThrownBy(() -> Signal.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a signal; write a name such as TERM");
  }

  @Test
  void everyNameIsReadAsItIsWritten() {
    assertThat(Signal.NAMES).hasSize(29).doesNotHaveDuplicates();
    for (String name : Signal.NAMES) {
      assertThat(Signal.parse(new Signal(name).toString())).isEqualTo(new Signal(name));
    }
    assertThat(Signal.TERM).hasToString("SIGTERM");
    assertThat(Signal.KILL).hasToString("SIGKILL");
    assertThat(Signal.HUP).hasToString("SIGHUP");
  }
}
