package dev.sentinelzero.alerts;

import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are in trouble. A trouble is told once, until it is over: a process that is
 * restarted every few seconds is one message and not a thousand. It is over when the process has
 * been well for some time, or has done its work; whoever is stopped is in no trouble, and nobody is
 * told.
 */
public final class Troubles {
  private static final String BACKING_OFF = "backing_off";
  private static final String NOT_READY = "not_ready";
  private static final String RUN_FAILED = "run_failed";

  private final int afterRestarts;
  private final Duration recoveredAfter;
  private final Map<String, Trouble> troubles = new HashMap<>();

  /** One process. */
  private static final class Trouble {
    private final Set<String> open = new LinkedHashSet<>();
    private int setbacks;
    private @Nullable Moment wellSince;
  }

  /**
   * Knows of none.
   *
   * @param afterRestarts so many restarts in a row count as failed, 1 or more
   * @param recoveredAfter so long a process must be well before it has recovered
   */
  public Troubles(int afterRestarts, Duration recoveredAfter) {
    this.afterRestarts = afterRestarts;
    this.recoveredAfter = recoveredAfter;
  }

  /** Takes up what was told by an earlier daemon. */
  public void recall(String process, Collection<String> open) {
    troubles.computeIfAbsent(process, name -> new Trouble()).open.addAll(open);
  }

  /** What of a process was told and is not over. */
  public Set<String> open(String process) {
    Trouble trouble = troubles.get(process);
    return trouble == null ? Set.of() : Set.copyOf(trouble.open);
  }

  /** What is to be told because of a sign. */
  public Optional<Alert> see(Sign sign, Moment now) {
    return switch (sign.what()) {
      case "failed" -> wrong(sign, Kind.FAILED, sign.reason());
      case BACKING_OFF -> setback(sign);
      case NOT_READY, "unhealthy" -> wrong(sign, Kind.UNHEALTHY, sign.reason());
      case RUN_FAILED -> wrong(sign, Kind.SCHEDULE_FAILED, sign.reason());
      case "running", "adopted" -> {
        better(sign.process(), now, false);
        yield Optional.empty();
      }
      case "ready" -> {
        better(sign.process(), now, true);
        yield Optional.empty();
      }
      case "completed", "run_succeeded" -> over(sign.process(), now, sign.reason());
      case "stopped", "deleted" -> {
        troubles.remove(sign.process());
        yield Optional.empty();
      }
      case "starting", "stopping", "waiting", "exited" -> {
        unsettled(sign.process());
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<Alert> setback(Sign sign) {
    Trouble trouble = troubles.computeIfAbsent(sign.process(), name -> new Trouble());
    trouble.setbacks++;
    trouble.wellSince = null;
    if (trouble.setbacks < afterRestarts) {
      return Optional.empty();
    }
    String text = trouble.setbacks + " times in a row; " + sign.reason().text();
    return wrong(sign, Kind.FAILED, new Reason(sign.reason().code(), text));
  }

  private Optional<Alert> wrong(Sign sign, Kind kind, Reason reason) {
    Trouble trouble = troubles.computeIfAbsent(sign.process(), name -> new Trouble());
    trouble.wellSince = null;
    boolean news = trouble.open.add(sign.what());
    return news
        ? Optional.of(new Alert(kind, sign.process(), sign.at(), reason))
        : Optional.empty();
  }

  /** Who was not ready is well only when it says so; who failed on its schedule, by a good run. */
  private void better(String process, Moment now, boolean ready) {
    Trouble trouble = troubles.get(process);
    if (trouble != null && (ready || !trouble.open.contains(NOT_READY))) {
      trouble.wellSince = now;
    }
  }

  private void unsettled(String process) {
    Trouble trouble = troubles.get(process);
    if (trouble != null) {
      trouble.wellSince = null;
    }
  }

  private Optional<Alert> over(String process, Moment now, Reason reason) {
    Trouble trouble = troubles.remove(process);
    return trouble == null || trouble.open.isEmpty()
        ? Optional.empty()
        : Optional.of(new Alert(Kind.RECOVERED, process, now.wall(), reason));
  }

  /** When somebody will have recovered if nothing happens; absent when nobody will. */
  public Optional<Duration> next(Moment now) {
    return troubles.values().stream()
        .flatMap(trouble -> left(trouble, now).stream())
        .min(Duration::compareTo);
  }

  private Optional<Duration> left(Trouble trouble, Moment now) {
    Moment since = trouble.wellSince;
    if (since == null || trouble.open.contains(RUN_FAILED)) {
      return Optional.empty();
    }
    Duration left = recoveredAfter.minus(now.since(since));
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /** Who has recovered by now. */
  public List<Alert> recovered(Moment now) {
    List<Alert> recovered = new ArrayList<>();
    for (Map.Entry<String, Trouble> one : List.copyOf(troubles.entrySet())) {
      if (left(one.getValue(), now).filter(Duration::isZero).isPresent()) {
        over(one.getKey(), now, new Reason("recovered", "it has been well for some time"))
            .ifPresent(recovered::add);
      }
    }
    return recovered;
  }
}
