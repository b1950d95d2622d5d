package dev.sentinelzero.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "500ms, PT0.5S",
    "45s, PT45S",
    "30m, PT30M",
    "5h, PT5H",
    "2d, PT48H",
    "1w, PT168H",
    "1h30m, PT1H30M",
    "' 1m ', PT1M",
    "1.5s, PT1.5S",
    "0.25h, PT15M",
    "1.000000001s, PT1.000000001S",
    "1m1ms, PT1M0.001S",
    "1s1s, PT2S",
    "1w2d3h4m5s6ms, PT219H4M5.006S",
  })
  void reads(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "s", "-5s", "5 s", "1h 30m", "5S", "5y", "1m5", "x5s", ".5s", "1.s"})
  void refusesWhatIsNoneAndSaysWhatIs(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + text
                + "' is not a duration; write 500ms, 45s, 30m, 5h, 2d, 1w or a sum such as 1h30m");
  }

  @Test
  void aNumberAloneIsRefusedWithTheLikelyUnit() {
    assertThatThrownBy(() -> Durations.parse(" 30"))
        .hasMessage("' 30' is not a duration; a unit is missing: 30s?");
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> Durations.parse("999999999999999w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'999999999999999w' is too long a duration");
  }

  /** A sum of two huge durations was read, and writing it again failed. */
  @Test
  void refusesASumThatCanNotBeWritten() {
    assertThat(Durations.format(Durations.parse("15000000000w"))).isEqualTo("105000000000d");
    assertThatThrownBy(() -> Durations.parse("15000000000w15000000000w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("is too long a duration");
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @Property
  void writesWithoutZeros(@ForAll @LongRange(min = 1, max = 1_000_000_000) long millis) {
    assertThat(Durations.format(Duration.ofMillis(millis))).doesNotContainPattern("(^|\\D)0");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT-5S, 0s",
    "PT0.0009S, 0s",
    "PT0.001S, 1ms",
    "PT1.5S, 1s500ms",
    "PT90M, 1h30m",
    "PT168H, 7d",
    "PT59.999S, 59s999ms",
  })
  void writes(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT-3S, 0ms",
    "PT0.85S, 850ms",
    "PT1S, 1s",
    "PT59.9S, 59s",
    "PT60S, 1m 0s",
    "PT12M5S, 12m 5s",
    "PT59M59S, 59m 59s",
    "PT1H, 1h 0m",
    "PT23H59M59S, 23h 59m",
    "PT24H, 1d 0h",
    "PT76H10M, 3d 4h",
  })
  void writesBrieflyForTables(Duration duration, String text) {
    assertThat(Durations.brief(duration)).isEqualTo(text);
  }
}
