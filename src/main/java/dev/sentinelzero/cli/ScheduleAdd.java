package dev.sentinelzero.cli;

import dev.sentinelzero.process.Definition;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code schedule add}: has a process run at its times. */
final class ScheduleAdd implements Verb {
  private static final List<Option> RULES =
      List.of(
          Option.valued("overlap", "RULE", "while a run goes on: skip|queue|replace|allow (skip)"),
          Option.valued("misfire", "RULE", "times that were missed: skip|latest|all (latest)"),
          Option.valued("jitter", "D", "put each run off by up to this"),
          Option.valued("timeout", "D", "end a run that takes longer"));

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "schedule add",
            "have a process run at its times",
            List.of("NAME (--cron E | --every D | --at TIME) [OPTION…]"),
            Syntax.Operands.PROCESSES,
            options())
        .noting(
            "A process has at most one schedule: another one takes its place. A run that goes\n"
                + "on is left alone. A process that is kept running becomes one that runs at its\n"
                + "times: this run goes on to its end, the next one is at the next time. A process\n"
                + "that was stopped is armed.",
            "Examples:\n"
                + "  sentinelzero schedule add backup --cron '0 2 * * *' --timezone Europe/Paris\n"
                + "  sentinelzero schedule add poll --every 90s --jitter 10s\n"
                + "  sentinelzero schedule add report --at 2027-01-31T08:00");
  }

  private static List<Option> options() {
    List<Option> options =
        new java.util.ArrayList<>(
            List.of(
                Option.valued("cron", "E", "minute hour day month weekday, or @daily …"),
                Option.valued("every", "D", "again and again at this distance"),
                Option.valued("at", "TIME", "once, such as 2027-01-31T08:00"),
                ScheduleTiming.TIMEZONE));
    options.addAll(RULES);
    return List.copyOf(options);
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String name = call.only("NAME");
    Map<String, Object> words =
        ScheduleTiming.ofOptions(call.arguments()).inFuture(call.now()).words();
    for (Option rule : RULES) {
      call.arguments().text(rule.name()).ifPresent(text -> words.put(rule.name(), text));
    }
    Json body = Json.of(Map.of("schedule", words));
    Json answer = call.api().send(Request.with("PUT", Schedules.path(name), body));
    if (call.json()) {
      call.print(answer);
      return ExitCode.DONE;
    }
    call.say(Schedules.line(answer, call.now()));
    String project = answer.text("project");
    if (!project.equals(Definition.BY_HAND)) {
      call.note(
          "note: it belongs to project "
              + Visible.of(project)
              + "; write the schedule into its process file too, or the next apply takes it away");
    }
    return ExitCode.DONE;
  }
}
