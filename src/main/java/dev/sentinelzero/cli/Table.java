package dev.sentinelzero.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that fits the width it is given: the last column gives way first, then the least
 * important columns are left out, then texts are cut. A line never wraps.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST_LAST = 16;
  private static final int NARROWEST = 4;

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A column.
   *
   * @param importance the least important go first when space is short; 0 is never left out
   */
  private record Column(String title, int importance, boolean right) {}

  /** A text and how it is shown. */
  record Cell(String text, Ink ink) {}

  /** Adds a column of text. */
  Table column(String title, int importance) {
    columns.add(new Column(title, importance, false));
    return this;
  }

  /** Adds a column of figures. */
  Table figures(String title, int importance) {
    columns.add(new Column(title, importance, true));
    return this;
  }

  static Cell cell(String text) {
    return new Cell(Visible.of(text), Ink.PLAIN);
  }

  static Cell cell(String text, Ink ink) {
    return new Cell(Visible.of(text), ink);
  }

  /** Adds a row with a cell for each column. */
  void row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException("a row of another table");
    }
    rows.add(cells);
  }

  /**
   * Writes the table.
   *
   * @param width columns there are; 0 for no limit
   * @return lines, each ended
   */
  String write(int width, boolean colours) {
    int[] widths = widths();
    if (width > 0) {
      fit(widths, width);
    }
    StringBuilder done = new StringBuilder();
    List<Cell> titles = new ArrayList<>();
    columns.forEach(column -> titles.add(new Cell(column.title(), Ink.DIM)));
    line(done, titles, widths, colours);
    rows.forEach(row -> line(done, row, widths, colours));
    return done.toString();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Visible.width(columns.get(i).title());
      for (List<Cell> row : rows) {
        widths[i] = Math.max(widths[i], Visible.width(row.get(i).text()));
      }
    }
    return widths;
  }

  private void fit(int[] widths, int width) {
    int last = widths.length - 1;
    int over = total(widths) - width;
    if (over > 0 && widths[last] > NARROWEST_LAST) {
      widths[last] = Math.max(NARROWEST_LAST, widths[last] - over);
    }
    for (int drop = leastImportant(widths);
        drop >= 0 && total(widths) > width;
        drop = leastImportant(widths)) {
      widths[drop] = 0;
    }
    while (total(widths) > width && widest(widths) >= 0) {
      widths[widest(widths)]--;
    }
  }

  private int leastImportant(int[] widths) {
    int least = -1;
    for (int i = 0; i < widths.length; i++) {
      int importance = columns.get(i).importance();
      boolean less = least < 0 || importance > columns.get(least).importance();
      if (widths[i] > 0 && importance > 0 && less) {
        least = i;
      }
    }
    return least;
  }

  private static int widest(int[] widths) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private static int total(int[] widths) {
    int total = -GAP.length();
    for (int width : widths) {
      total += width > 0 ? width + GAP.length() : 0;
    }
    return total;
  }

  private void line(StringBuilder done, List<Cell> cells, int[] widths, boolean colours) {
    StringBuilder line = new StringBuilder();
    int pending = 0;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] == 0) {
        continue;
      }
      String text = Visible.cut(cells.get(i).text(), widths[i]);
      int pad = widths[i] - Visible.width(text);
      boolean right = columns.get(i).right();
      if (!text.isEmpty()) {
        line.append(" ".repeat(pending + (right ? pad : 0)));
        line.append(cells.get(i).ink().on(text, colours));
        pending = right ? 0 : pad;
      } else {
        pending += pad;
      }
      pending += GAP.length();
    }
    done.append(line).append('\n');
  }
}
