package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  private static final String ESC = "\u001b";

  @Test
  void controlCharactersAreWrittenOut() {
    assertThat(Visible.of("a\tb\nc\rd\0" + ESC + "\u007f\u009b\u202e\u2066\u2028\u2029é"))
        .isEqualTo("a\\tb\\nc\\rd\\x00\\x1b\\x7f\\x9b\\u202e\\u2066\\u2028\\u2029é");
    assertThat(Visible.of(ESC + "[31mred")).isEqualTo("\\x1b[31mred");
  }

  @Test
  void ofALineOfOutputOnlyColoursAndTabsPassToATerminal() {
    String line =
        "a\t"
            + ESC
            + "[1;31mred"
            + ESC
            + "[38:5:9m"
            + ESC
            + "[m"
            + ESC
            + "[2J"
            + ESC
            + "]0;title\u0007";
    assertThat(Visible.withColours(line))
        .isEqualTo(
            "a\t" + ESC + "[1;31mred" + ESC + "[38:5:9m" + ESC + "[m\\x1b[2J\\x1b]0;title\\x07");
    assertThat(Visible.withoutColours(line)).isEqualTo("a\tred\\x1b[2J\\x1b]0;title\\x07");
    assertThat(Visible.withColours(ESC)).isEqualTo("\\x1b");
    assertThat(Visible.withColours(ESC + "[31")).isEqualTo("\\x1b[31");
  }

  @Test
  void widthIsThatOfATerminal() {
    assertThat(Visible.width("abc")).isEqualTo(3);
    assertThat(Visible.width("é")).isEqualTo(1);
    assertThat(Visible.width("e\u0301")).isEqualTo(1);
    assertThat(Visible.width("日本")).isEqualTo(4);
    assertThat(Visible.width("한글")).isEqualTo(4);
    assertThat(Visible.width("ｆ")).isEqualTo(2);
    assertThat(Visible.width("🦉")).isEqualTo(2);
    assertThat(Visible.width("𠀀豈︰ᄀ")).isEqualTo(8);
    assertThat(Visible.width("→\u200d\u20dd")).isEqualTo(1);
  }

  @Test
  void cutTextSaysSo() {
    assertThat(Visible.cut("abc", 3)).isEqualTo("abc");
    assertThat(Visible.cut("abcd", 3)).isEqualTo("ab…");
    assertThat(Visible.cut("日本語", 4)).isEqualTo("日…");
    assertThat(Visible.cut("abc", 1)).isEqualTo("…");
    assertThat(Visible.cut("abc", 0)).isEmpty();
  }
}
