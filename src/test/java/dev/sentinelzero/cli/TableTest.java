package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static Table table() {
    Table table =
        new Table().column("NAME", 0).figures("PID", 3).column("EXIT", 7).column("WHY", 2);
    table.row(
        List.of(Table.cell("web"), Table.cell("7"), Table.cell("-"), Table.cell("asked for")));
    table.row(
        List.of(
            Table.cell("日本", Ink.BOLD),
            Table.cell("12345"),
            Table.cell(""),
            Table.cell("exit code 3; and a long story about it that goes on and on")));
    return table;
  }

  @Test
  void columnsAreAsWideAsTheirTexts() {
    assertThat(table().write(0, false))
        .isEqualTo(
            """
            NAME    PID  EXIT  WHY
            web       7  -     asked for
            日本  12345        exit code 3; and a long story about it that goes on and on
            """);
  }

  @Test
  void theLastColumnGivesWayFirst() {
    assertThat(table().write(45, false))
        .isEqualTo(
            """
            NAME    PID  EXIT  WHY
            web       7  -     asked for
            日本  12345        exit code 3; and a long s…
            """);
  }

  @Test
  void thenTheLeastImportantColumnsAreLeftOut() {
    assertThat(table().write(30, false))
        .isEqualTo(
            """
            NAME    PID  WHY
            web       7  asked for
            日本  12345  exit code 3; an…
            """);
    assertThat(table().write(10, false)).isEqualTo("NAME\nweb\n日本\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, 10, 16, 20, 24, 30, 40, 60, 80, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(table().write(width, false).lines()).allMatch(line -> Visible.width(line) <= width);
    Table names = new Table().column("NAME", 0).column("KEY", 0);
    names.row(List.of(Table.cell("a".repeat(90)), Table.cell("b".repeat(50))));
    if (width >= 10) {
      assertThat(names.write(width, false).lines()).allMatch(line -> Visible.width(line) <= width);
    }
  }

  @Test
  void coloursDoNotCountAsWidth() {
    String coloured = table().write(0, true);
    assertThat(coloured).contains("\u001b[1m日本\u001b[0m", "\u001b[2mNAME\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d*m", "")).isEqualTo(table().write(0, false));
  }

  @Test
  void controlSequencesInACellAreShown() {
    Table table = new Table().column("NAME", 0);
    table.row(List.of(Table.cell("a\u001b[2J\n")));
    assertThat(table.write(0, true)).contains("a\\x1b[2J\\n").doesNotContain("\u001b[2J");
  }

  @Test
  void aRowOfAnotherTableIsRefused() {
    assertThatThrownBy(() -> table().row(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
