package dev.sentinelzero.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Joining is the inverse of splitting. */
class ShellWordsJoinTest {
  @Property(tries = 300)
  void whatIsJoinedIsSplitIntoTheSameWords(@ForAll List<String> words) {
    assertThat(ShellWords.split(ShellWords.join(words))).isEqualTo(words);
  }
}
