package dev.sentinelzero.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "512K, 524288",
    "512k, 524288",
    "512KB, 524288",
    "512KiB, 524288",
    "50MB, 52428800",
    "'50 MB', 52428800",
    "2GiB, 2147483648",
    "1T, 1099511627776",
    "1.5K, 1536",
    "0.5, 0",
    "' 3M ', 3145728",
  })
  void reads(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "-1", "1P", "1.K", "1,5K", "1KK", "one", "1K 2"})
  void refusesWhatIsNoneAndSaysWhatIs(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not a size; write 512K, 50MB, 2GiB or a number of bytes");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThatThrownBy(() -> Sizes.parse("999999999999999T"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'999999999999999T' is too large a size");
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long bytes) {
    assertThat(Sizes.parse(Sizes.format(bytes))).isEqualTo(bytes);
  }

  @Property
  void theLargestUnitThatDividesIsWritten(@ForAll @LongRange(min = 1, max = 1023) long count) {
    assertThat(Sizes.format(count << 10)).isEqualTo(count + "K");
    assertThat(Sizes.format(count << 40)).isEqualTo(count + "T");
    assertThat(Sizes.parse(Sizes.format(count << 30))).isEqualTo(count << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "1023, 1023",
    "1024, 1K",
    "1025, 1025",
    "52428800, 50M",
    "1073741824, 1G",
  })
  void writesExactly(long bytes, String text) {
    assertThat(Sizes.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0K",
    "14889779, 14.2M",
    "104857600, 100M",
    "1572864, 1.5M",
    "5368709120, 5.0G",
    "1099511627776, 1.0T",
  })
  void writesBrieflyForTables(long bytes, String text) {
    assertThat(Sizes.brief(bytes)).isEqualTo(text);
  }
}
