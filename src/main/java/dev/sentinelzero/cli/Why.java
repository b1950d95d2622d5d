package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;

/** {@code why}: the chain of causes of the present state. */
final class Why implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "why",
        "tell why a process is in its state: the chain of causes, oldest first",
        List.of("NAME"),
        Syntax.Operands.PROCESSES,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String name = call.only("NAME");
    Json answer = call.api().get(Request.process(name) + "/why");
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    String state = answer.text("state");
    String shown = Ink.ofState(state).on(state, call.colours());
    call.say(Ink.BOLD.on(Visible.of(answer.text("name")), call.colours()) + " is " + shown);
    Table table = new Table();
    table.column("AT", 2).figures("AGO", 1).column("WHAT", 0).column("WHY", 0);
    for (Json link : answer.at("chain").items()) {
      String ago = Times.ago(link.at("at"), call.now()).replace(" ago", "");
      table.row(
          List.of(
              Table.cell(link.text("at")),
              Table.cell(ago),
              Table.cell(link.text("what")),
              Table.cell(link.text("reason"))));
    }
    call.print(table);
    return ExitCode.DONE;
  }
}
