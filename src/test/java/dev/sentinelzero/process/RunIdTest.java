package dev.sentinelzero.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
  private static final long LATEST = (1L << 48) - 1;

  @Test
  void isCrockfordBase32() {
    assertThat(RunId.of(0, 0, 0)).hasToString("0".repeat(26));
    assertThat(RunId.of(LATEST, -1, -1)).hasToString("7" + "z".repeat(25));
    assertThat(RunId.of(1_772_366_400_000L, 31, 32)).hasToString("01kjmma2g00000000z00000010");
  }

  @Property
  void sortsByTimeWhateverIsRandom(
      @ForAll @LongRange(min = 0, max = LATEST - 1) long millis,
      @ForAll long high,
      @ForAll long low,
      @ForAll long otherHigh,
      @ForAll long otherLow) {
    RunId earlier = RunId.of(millis, high, low);
    assertThat(earlier).isLessThan(RunId.of(millis + 1, otherHigh, otherLow));
    assertThat(RunId.isValid(earlier.value())).isTrue();
    assertThat(new RunId(earlier.toString())).isEqualTo(earlier);
  }

  @Property
  void keepsEveryRandomBit(
      @ForAll @IntRange(min = 0, max = 39) int bit,
      @ForAll @LongRange(min = 0, max = LATEST) long millis) {
    long flipped = 1L << bit;
    assertThat(RunId.of(millis, flipped, 0)).isNotEqualTo(RunId.of(millis, 0, 0));
    assertThat(RunId.of(millis, 0, flipped)).isNotEqualTo(RunId.of(millis, 0, 0));
    assertThat(RunId.of(millis, 0, flipped)).isNotEqualTo(RunId.of(millis, flipped, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000000000000000000000000",
        "000000000000000000000000000",
        "80000000000000000000000000",
        "0000000000000000000000000i",
        "0000000000000000000000000l",
        "0000000000000000000000000o",
        "0000000000000000000000000u",
        "0000000000000000000000000A",
        "../../../../../../../../etc"
      })
  void refusesWhatIsNone(String text) {
    assertThat(RunId.isValid(text)).isFalse();
    assertThatThrownBy(() -> new RunId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not a run id");
  }
}
