package dev.sentinelzero.cli;

import dev.sentinelzero.config.PolicyWords;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.Retries;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.Verdict;
import dev.sentinelzero.process.Verdicts;
import dev.sentinelzero.units.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code policy simulate}: the timeline of a restart policy, without jitter and without waiting.
 */
final class PolicySimulate implements Verb {
  private static final double NO_JITTER = 0.5;

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "policy simulate",
            "show what a restart policy would do about a series of exits",
            List.of("POLICY --exits 1,0,SIGKILL [--after 2s]"),
            Syntax.Operands.POLICIES,
            List.of(
                Option.valued("exits", "EXITS", "codes, signals or spawn, in their order"),
                Option.valued("after", "D", "how long each run lives (1s)")))
        .noting(
            "POLICY is the name of a policy, or words such as restart=always,delay=1s.",
            "Built-in policies need no daemon.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    RestartPolicy policy = policy(call, call.only("the policy"));
    List<String> exits =
        List.of(
            call.arguments()
                .text("exits")
                .orElseThrow(() -> Failure.usage("--exits is missing", "--exits 1,0,SIGKILL"))
                .split(","));
    Duration lives = call.arguments().duration("after").orElse(Duration.ofSeconds(1));
    List<Map<String, Object>> attempts = attempts(policy, exits, lives);
    if (call.json()) {
      call.print(Json.of(Map.of("attempts", attempts)));
    } else {
      call.print(table(attempts));
    }
    return ExitCode.DONE;
  }

  private static RestartPolicy policy(Call call, String text)
      throws IOException, InterruptedException {
    RestartPolicy builtIn = RestartPolicy.BUILT_IN.get(text);
    if (builtIn != null) {
      return builtIn;
    }
    if (text.indexOf('=') < 0) {
      return PolicyWords.read(
          call.api().get("/policies/" + Request.segment(text)).at("policy").toString());
    }
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : text.split(",")) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw Failure.usage(
            "'" + Visible.of(word) + "' is not KEY=VALUE", "restart=always,delay=1s");
      }
      words.put(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
    }
    try {
      RestartPolicy standard = RestartPolicy.BUILT_IN.get(RestartPolicy.DEFAULT);
      return PolicyWords.parseOptions(words, java.util.Objects.requireNonNull(standard));
    } catch (dev.sentinelzero.config.ProblemsException e) {
      throw Failure.usage(
          e.problems().getFirst().toString(), "see sentinelzero policy create --help");
    }
  }

  private static List<Map<String, Object>> attempts(
      RestartPolicy policy, List<String> exits, Duration lives) {
    List<Map<String, Object>> attempts = new ArrayList<>();
    Retries retries = Retries.NONE;
    Duration at = Duration.ZERO;
    for (String text : exits) {
      at = at.plus(lives);
      ExitReport report = new ExitReport(exit(text.strip()), Instant.EPOCH.plus(at), lives);
      Verdict verdict = Verdicts.after(policy, retries, report, NO_JITTER);
      Optional<Duration> pause = pause(verdict);
      attempts.add(attempt(report, at, verdict, pause));
      if (pause.isEmpty()) {
        break;
      }
      retries = retries(verdict);
      at = at.plus(pause.orElseThrow());
    }
    return attempts;
  }

  private static Exit exit(String text) {
    try {
      return switch (ExitMatch.parse(text)) {
        case ExitMatch.Codes codes when codes.from() == codes.to() -> new Exit.Code(codes.from());
        case ExitMatch.Codes codes ->
            throw Failure.usage("'" + codes + "' is a range, not one exit", "");
        case ExitMatch.BySignal signal -> new Exit.Signalled(signal.signal(), false);
        case ExitMatch.Spawn() -> new Exit.NotSpawned(Stage.EXEC, 0, "simulated");
        case ExitMatch.Unhealthy() -> new Exit.Failing(new Reason("unhealthy", "found unhealthy"));
      };
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--exits: " + e.getMessage(), "--exits 1,0,SIGKILL");
    }
  }

  private static Optional<Duration> pause(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Restart restart -> Optional.of(restart.pause());
      case Verdict.RetryLater later -> Optional.of(later.pause());
      case Verdict.Complete ignored -> Optional.empty();
      case Verdict.GiveUp ignored -> Optional.empty();
    };
  }

  private static Retries retries(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Restart restart -> restart.retries();
      case Verdict.RetryLater later -> later.retries();
      case Verdict.Complete ignored -> Retries.NONE;
      case Verdict.GiveUp ignored -> Retries.NONE;
    };
  }

  private static Map<String, Object> attempt(
      ExitReport report, Duration at, Verdict verdict, Optional<Duration> pause) {
    Map<String, Object> attempt = new LinkedHashMap<>();
    attempt.put("exit", shown(report.exit()));
    attempt.put("at_seconds", seconds(at));
    attempt.put("decision", decision(verdict));
    attempt.put(
        "delay_seconds", pause.map(PolicySimulate::seconds).map(Json::of).orElse(Json.NULL));
    attempt.put("reason", verdict.reason().text());
    return attempt;
  }

  private static Object shown(Exit exit) {
    return switch (exit) {
      case Exit.Code(int status) -> status;
      case Exit.Signalled signalled -> signalled.signal().toString();
      case Exit.NotSpawned ignored -> "spawn";
      case Exit.Unknown ignored -> "unknown";
      case Exit.Failing ignored -> "unhealthy";
    };
  }

  private static String decision(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Restart ignored -> "restart";
      case Verdict.RetryLater ignored -> "retry_later";
      case Verdict.Complete ignored -> "complete";
      case Verdict.GiveUp ignored -> "give_up";
    };
  }

  private static Json seconds(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? Json.of((long) seconds) : Json.of(seconds);
  }

  private static Table table(List<Map<String, Object>> attempts) {
    Table table = new Table();
    table.figures("AT", 0).column("EXIT", 0).column("DECISION", 0).figures("DELAY", 0);
    table.column("WHY", 1);
    for (Map<String, Object> attempt : attempts) {
      Json one = Json.of(attempt);
      String delay = one.at("delay_seconds").isNull() ? "-" : duration(one.text("delay_seconds"));
      table.row(
          List.of(
              Table.cell(duration(one.text("at_seconds"))),
              Table.cell(one.text("exit")),
              Table.cell(one.text("decision"), Ink.BOLD),
              Table.cell(delay),
              Table.cell(one.text("reason"))));
    }
    return table;
  }

  private static String duration(String seconds) {
    return Durations.format(Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000)));
  }
}
