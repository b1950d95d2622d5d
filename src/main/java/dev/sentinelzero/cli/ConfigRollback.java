package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code config rollback}: brings a project back to an earlier revision. */
final class ConfigRollback implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config rollback",
            "bring a project back to what it was after an earlier revision",
            List.of("[N] [--project P] [--dry-run] [--reason TEXT]"),
            Syntax.Operands.WORDS,
            List.of(
                ConfigRevisions.PROJECT,
                Option.flag("dry-run", "only show what would change"),
                Applying.REASON))
        .noting(
            "Without N it goes back to the revision before the newest one.",
            "What revision N does not have is removed; other projects are left alone.",
            "A rollback is a revision itself, so that it can be rolled back.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    ConfigRevisions.project(call).ifPresent(project -> body.put("project", project));
    if (!call.arguments().words().isEmpty()) {
      body.put("number", ConfigRevisions.number(call.only("the revision's number")));
    }
    body.put("dry_run", true);
    Json plan = call.api().send(Request.with("POST", "/config/rollback", Json.of(body)));
    boolean dry = call.arguments().has("dry-run");
    if (dry && call.json()) {
      call.print(plan);
    }
    if (!call.json()) {
      Applying.details(call, List.of(plan));
    }
    return dry ? ExitCode.DONE : rollback(call, plan);
  }

  /** Goes where the plan went, whatever is applied meanwhile. */
  private static int rollback(Call call, Json plan) throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("project", plan.text("project"));
    body.put("number", plan.at("rolled_back_to").whole().orElse(0));
    body.put("reason", call.arguments().text("reason").orElse(""));
    String what = "rolling " + Visible.of(plan.text("project")) + " back";
    Json answer = Applying.send(call, "/config/rollback", body, what);
    if (call.json()) {
      call.print(answer);
      return Operation.code(answer) == ExitCode.DONE ? ExitCode.DONE : ExitCode.FAILED;
    }
    return Applying.complain(call, answer);
  }
}
