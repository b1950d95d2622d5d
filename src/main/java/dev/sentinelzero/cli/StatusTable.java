package dev.sentinelzero.cli;

import dev.sentinelzero.units.Sizes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Processes as a table, one a line. */
final class StatusTable {
  private final boolean metrics;
  private final boolean projects;
  private final boolean groups;
  private final Instant now;
  private final Table table = new Table();

  private StatusTable(List<Json> processes, boolean metrics, Instant now) {
    this.metrics = metrics;
    this.now = now;
    this.projects = processes.stream().map(p -> p.text("project")).distinct().count() > 1;
    this.groups = processes.stream().anyMatch(p -> !p.at("group").isNull());
  }

  /**
   * The table.
   *
   * @param metrics whether it has columns for usage
   */
  static Table of(List<Json> processes, boolean metrics, Instant now) {
    StatusTable status = new StatusTable(processes, metrics, now);
    status.columns();
    processes.forEach(status::row);
    return status.table;
  }

  private void columns() {
    table.column("NAME", 0);
    if (projects) {
      table.column("PROJECT", 8);
    }
    if (groups) {
      table.column("GROUP", 9);
    }
    table.column("STATE", 0).figures("PID", 3).figures("UPTIME", 4).figures("RESTARTS", 6);
    table.column("EXIT", 7);
    if (metrics) {
      table.figures("CPU", 1).figures("MEMORY", 1);
      table.figures("THREADS", 5).figures("FILES", 5);
    }
    table.column("WHY", 2);
  }

  private void row(Json process) {
    List<Table.Cell> cells = new ArrayList<>();
    cells.add(Table.cell(process.text("name"), Ink.BOLD));
    if (projects) {
      cells.add(Table.cell(process.text("project")));
    }
    if (groups) {
      cells.add(Table.cell(orDash(process.text("group"))));
    }
    String state = process.text("state");
    cells.add(Table.cell(state, Ink.ofState(state)));
    cells.add(Table.cell(orDash(process.text("pid"))));
    cells.add(Table.cell(Times.seconds(process.at("uptime_seconds"))));
    cells.add(Table.cell(process.text("restarts")));
    cells.add(Table.cell(orDash(Exits.brief(process.at("last_exit")))));
    if (metrics) {
      cells.add(Table.cell(percent(process.at("cpu_percent"))));
      cells.add(Table.cell(size(process.at("memory_bytes"))));
      cells.add(Table.cell(orDash(process.text("threads"))));
      cells.add(Table.cell(orDash(process.text("open_files"))));
    }
    cells.add(Table.cell(why(process), state.equals("failed") ? Ink.RED : Ink.PLAIN));
    table.row(cells);
  }

  private String why(Json process) {
    String attempt = Times.until(process.at("next_attempt_at"), now);
    String next = attempt.isEmpty() ? Times.next(process.at("next_run_at"), now) : attempt;
    String notReady = process.at("ready").isFalse() ? "not ready; " : "";
    String notAlive = process.at("alive").isFalse() ? "not alive; " : "";
    return notReady
        + notAlive
        + (next.isEmpty() ? "" : "next " + next + "; ")
        + process.text("reason");
  }

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  static String percent(Json value) {
    OptionalDouble number = value.number();
    return number.isEmpty()
        ? "-"
        : String.format(java.util.Locale.ROOT, "%.1f%%", number.getAsDouble());
  }

  static String size(Json value) {
    return value.whole().isEmpty() ? "-" : Sizes.brief(value.whole().getAsLong());
  }
}
