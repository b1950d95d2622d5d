package dev.sentinelzero.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words of a command line. */
class ShellWordsTest {
  @Test
  void splitsAsAShellDoes() {
    assertThat(ShellWords.split(" a  'b c'\t\"d \\\" \\x\" e\\ f'g'h \"\" '' "))
        .isEqualTo(List.of("a", "b c", "d \" \\x", "e fgh", "", ""));
    assertThat(ShellWords.split("echo $HOME ~ * # ; | && `x`"))
        .isEqualTo(List.of("echo", "$HOME", "~", "*", "#", ";", "|", "&&", "`x`"));
    assertThat(ShellWords.split("a\\\nb \"c\\\nd\" 'e\\f'")).isEqualTo(List.of("ab", "cd", "e\\f"));
    assertThat(ShellWords.split(" \n ")).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedIsRefusedWithItsPlace() {
    assertOffset("it's", 2);
    assertOffset("a \"b", 2);
    assertOffset("a\\", 1);
  }

  private static void assertOffset(String line, int offset) {
    assertThatThrownBy(() -> ShellWords.split(line))
        .isInstanceOfSatisfying(
            ShellWords.UnbalancedException.class, e -> assertThat(e.offset()).isEqualTo(offset));
  }
}
