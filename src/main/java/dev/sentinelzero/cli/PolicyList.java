package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code policy list}: the restart policies there are. */
final class PolicyList implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "policy list", "list the restart policies", List.of(""), Syntax.Operands.NONE, List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Json answer = call.api().get("/policies");
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    Table table = new Table();
    table.column("NAME", 0).column("RESTART", 0).figures("RETRIES", 2).figures("DELAY", 0);
    table.figures("BACKOFF", 3).figures("CAP", 4).figures("RESET AFTER", 5).column("USED BY", 1);
    for (Json one : answer.at("policies").items()) {
      Json policy = one.at("policy");
      List<String> users = one.at("used_by").items().stream().map(Json::text).toList();
      table.row(
          List.of(
              Table.cell(one.text("name"), one.at("built_in").isTrue() ? Ink.DIM : Ink.BOLD),
              Table.cell(policy.text("restart")),
              Table.cell(
                  policy.text("max_retries").equals("-1") ? "∞" : policy.text("max_retries")),
              Table.cell(policy.text("delay")),
              Table.cell(policy.text("backoff")),
              Table.cell(policy.text("max_delay")),
              Table.cell(policy.text("reset_after")),
              Table.cell(StatusTable.orDash(String.join(" ", users)))));
    }
    call.print(table);
    return ExitCode.DONE;
  }
}
