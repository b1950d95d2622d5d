package dev.sentinelzero.probes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinelzero.health.Prober;
import dev.sentinelzero.health.Result;
import dev.sentinelzero.units.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs last said of themselves in the words of sd_notify(3). {@code READY=1}, {@code
 * RELOADING=1}, {@code STOPPING=1}, {@code WATCHDOG=1} and {@code STATUS=} are taken; everything
 * else is passed over, MAINPID too: which process leads a run is known.
 */
public final class NotifyBoard {
  private static final int MOST_LINES = 32;
  private static final int LONGEST_STATUS = 256;

  private final Map<String, Said> runs = new ConcurrentHashMap<>();

  /** What a run said last about whether it is ready. */
  private enum Stage {
    NOTHING("it has not said READY=1 yet"),
    READY(""),
    RELOADING("it is reloading"),
    STOPPING("it is stopping");

    private final String why;

    Stage(String why) {
      this.why = why;
    }
  }

  private record Said(Stage stage, String status, long alive) {
    Said after(String line, long now) {
      int equals = line.indexOf('=');
      String value = line.substring(equals + 1);
      return switch (line.substring(0, Math.max(0, equals))) {
        case "READY" -> value.equals("1") ? new Said(Stage.READY, status, alive) : this;
        case "RELOADING" -> value.equals("1") ? new Said(Stage.RELOADING, status, alive) : this;
        case "STOPPING" -> value.equals("1") ? new Said(Stage.STOPPING, status, alive) : this;
        case "WATCHDOG" -> value.equals("1") ? new Said(stage, status, now) : this;
        case "STATUS" -> new Said(stage, plain(value), alive);
        default -> this;
      };
    }

    private static String plain(String text) {
      String shown = text.replaceAll("\\p{Cntrl}", " ").strip();
      return shown.length() <= LONGEST_STATUS ? shown : shown.substring(0, LONGEST_STATUS) + "…";
    }
  }

  /**
   * Listens to a run from now on.
   *
   * @param ready whether it is known to be ready from before
   */
  void begin(String run, boolean ready) {
    Stage stage = ready ? Stage.READY : Stage.NOTHING;
    runs.putIfAbsent(run, new Said(stage, "", System.nanoTime()));
  }

  void end(String run) {
    runs.remove(run);
  }

  /**
   * A process of a run spoke; a run that nobody listens to is passed over.
   *
   * @param run id of the run to whose tree the sender belongs
   * @param message lines of {@code NAME=VALUE}
   */
  public void heard(String run, byte[] message) {
    String[] lines = new String(message, UTF_8).split("\n", MOST_LINES + 1);
    long now = System.nanoTime();
    runs.computeIfPresent(
        run,
        (id, said) -> {
          Said next = said;
          for (int at = 0; at < Math.min(lines.length, MOST_LINES); at++) {
            next = next.after(lines[at], now);
          }
          return next;
        });
  }

  /** What a run last said of its state in words; at most 256 characters, without control ones. */
  public Optional<String> status(String run) {
    return Optional.ofNullable(runs.get(run)).map(Said::status).filter(text -> !text.isEmpty());
  }

  Result look(Prober.Context context) {
    Said said = runs.get(context.target().run());
    if (said == null) {
      return new Result.Skipped("nobody listens to it");
    }
    return switch (context.aim()) {
      case READINESS ->
          said.stage() == Stage.READY ? new Result.Passed() : new Result.Failed(said.stage().why);
      case LIVENESS -> alive(said, context.rhythm().interval());
    };
  }

  private static Result alive(Said said, Duration interval) {
    boolean late = System.nanoTime() - said.alive() > interval.toNanos();
    return late
        ? new Result.Failed("no WATCHDOG=1 within " + Durations.format(interval))
        : new Result.Passed();
  }
}
