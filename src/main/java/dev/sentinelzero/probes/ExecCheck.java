package dev.sentinelzero.probes;

import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.health.Target;
import dev.sentinelzero.reach.Closer;
import dev.sentinelzero.reach.LeashedCommands;
import dev.sentinelzero.runtime.CommandEnvironment;
import dev.sentinelzero.units.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Runs a command beside a run; its exit status is the answer. */
final class ExecCheck implements AutoCloseable {
  private final LeashedCommands commands;

  /**
   * Runs nothing yet.
   *
   * @param keeper absolute path of the keeper's binary
   */
  ExecCheck(Path keeper, Closer closer) {
    this.commands = new LeashedCommands(keeper, closer);
  }

  void run(Check.Exec check, Target target, Duration timeout, CompletableFuture<Result> answer) {
    LeashedCommands.Command command =
        new LeashedCommands.Command(
            target.account().map(ExecCheck::words).orElse(LeashedCommands.Command.OWN),
            check.command(),
            Path.of(target.directory()),
            builder -> CommandEnvironment.set(builder, target.environment()));
    CompletableFuture<LeashedCommands.End> end = new CompletableFuture<>();
    end.thenAccept(how -> answer.complete(result(how, timeout)));
    answer.whenComplete((result, failure) -> end.complete(new LeashedCommands.End.NotRun()));
    commands.run(command, timeout, end);
  }

  private static List<String> words(Target.Account account) {
    return List.of(
        Long.toString(account.uid()),
        Long.toString(account.gid()),
        account.groups().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  private static Result result(LeashedCommands.End end, Duration timeout) {
    return switch (end) {
      case LeashedCommands.End.Done() -> new Result.Passed();
      case LeashedCommands.End.Failed(String text) -> new Result.Failed(text);
      case LeashedCommands.End.Late() ->
          new Result.Failed("no answer within " + Durations.format(timeout));
      case LeashedCommands.End.NotRun() -> new Result.Skipped("the daemon is ending");
    };
  }

  @Override
  public void close() {
    commands.close();
  }
}
