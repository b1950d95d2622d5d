package dev.sentinelzero.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The word that was meant. */
class SuggestionTest {
  private static final List<String> KEYS = List.of("command", "stop", "start", "max_retries");

  @Test
  void findsTheNearestWord() {
    assertThat(Suggestion.nearest("comand", KEYS)).contains("command");
    assertThat(Suggestion.nearest("satrt", KEYS)).contains("start");
    assertThat(Suggestion.nearest("MAX-RETRIES", KEYS)).contains("max_retries");
    assertThat(Suggestion.nearest("sto", KEYS)).contains("stop");
  }

  @Test
  void findsNothingWhenNothingIsNear() {
    assertThat(Suggestion.nearest("banana", KEYS)).isEmpty();
    assertThat(Suggestion.nearest("", KEYS)).isEmpty();
    assertThat(Suggestion.nearest("x".repeat(1000), KEYS)).isEmpty();
  }

  @Test
  void countsEdits() {
    assertThat(Suggestion.distance("abc", "abc")).isZero();
    assertThat(Suggestion.distance("abc", "acb")).isEqualTo(1);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }
}
