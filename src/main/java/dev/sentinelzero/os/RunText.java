package dev.sentinelzero.os;

import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The one-line formats of docs/keeper.md; text that isn't understood is empty. */
final class RunText {
  static final int EXIT_BYTES = 256;
  private static final String VERSION = "1";

  /** Digits of the largest long; those that begin with a 9 may be larger. */
  private static final int LONGEST_NUMBER = 19;

  /** The words of the reason are in the journal; the file keeps what follows only. */
  private static final Reason GIVEN_UP =
      new Reason("limit_exceeded", "a limit was exceeded; the stop was under way");

  private static final Reason FAILED =
      new Reason("unhealthy", "something was wrong with it; the stop was under way");

  private RunText() {}

  /** The first line, when it is finished and of a version that we know. */
  static Optional<String> line(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end < 0 || !text.startsWith(VERSION + " ")
        ? Optional.empty()
        : Optional.of(text.substring(0, end).strip());
  }

  static Optional<Identity> identity(String line) {
    List<String> fields = fields(line);
    OptionalLong pid = fields.size() < 5 ? OptionalLong.empty() : number(fields.get(1));
    return pid.isPresent() && pid.getAsLong() > 0
        ? Optional.of(new Identity(pid.getAsLong(), fields.get(2), fields.get(3), fields.get(4)))
        : Optional.empty();
  }

  static Optional<RunFiles.Leader> leader(String line) {
    List<String> fields = fields(line);
    OptionalLong forked = fields.size() < 6 ? OptionalLong.empty() : number(fields.get(5));
    return forked.isEmpty()
        ? Optional.empty()
        : identity(line).map(who -> new RunFiles.Leader(who, instant(forked.getAsLong())));
  }

  static Optional<RunFiles.Ended> exit(String line) {
    List<String> fields = fields(line);
    Optional<Exit> exit = fields.size() < 2 ? Optional.empty() : verdict(fields);
    Instant at = value(fields, "at=").stream().mapToObj(RunText::instant).findFirst().orElse(null);
    if (exit.isEmpty() || at == null) {
      return Optional.empty();
    }
    Duration up = Duration.ofNanos(Math.max(0, value(fields, "up_ns=").orElse(0)));
    boolean leftovers = value(fields, "leftovers=").orElse(0) != 0;
    return Optional.of(new RunFiles.Ended(new ExitReport(exit.get(), at, up), leftovers));
  }

  private static Optional<Exit> verdict(List<String> fields) {
    String third = fields.size() > 2 ? fields.get(2) : "";
    OptionalLong number = number(third);
    boolean counted = number.isPresent();
    int value = (int) number.orElse(0);
    String fourth = fields.size() > 3 ? fields.get(3) : "";
    return switch (fields.get(1)) {
      case "code" -> counted ? Optional.of(new Exit.Code(value)) : Optional.empty();
      case "signal" ->
          counted
              ? Optional.of(new Exit.Signalled(Signals.of(value), fourth.equals("core")))
              : Optional.empty();
      case "spawn" -> Optional.of(notSpawned(third, fourth));
      case "unknown" -> Optional.of(new Exit.Unknown());
      default -> Optional.empty();
    };
  }

  private static Exit notSpawned(String stage, String error) {
    int errno = (int) number(error).orElse(0);
    Stage known;
    try {
      known = Stage.of(stage);
    } catch (IllegalArgumentException e) {
      known = Stage.KEEPER; // a stage of a newer keeper
    }
    return new Exit.NotSpawned(known, errno, Errno.message(errno));
  }

  static String stopping(Launcher.Stop stop) {
    long deadline = ChronoUnit.NANOS.between(Instant.EPOCH, stop.deadline());
    return VERSION + " " + stop.then().word() + " " + deadline + "\n";
  }

  static Optional<State.Then> then(String line, Supplier<Optional<RunFiles.Ended>> exit) {
    List<String> fields = fields(line);
    return switch (fields.size() < 2 ? "" : fields.get(1)) {
      case "rest" -> Optional.of(new State.Then.Rest());
      case "relaunch" -> Optional.of(new State.Then.Relaunch());
      case "fail" -> Optional.of(new State.Then.Fail(FAILED, Duration.ZERO));
      case "give_up" -> Optional.of(new State.Then.GiveUp(GIVEN_UP));
      case "judge" ->
          Optional.of(
              new State.Then.Judge(
                  exit.get().map(RunFiles.Ended::report).orElseGet(RunText::unknown)));
      default -> Optional.empty();
    };
  }

  /** What is known of an end that nobody saw. */
  static ExitReport unknown() {
    return new ExitReport(new Exit.Unknown(), Instant.now(), Duration.ZERO);
  }

  private static List<String> fields(String line) {
    return List.of(line.split(" ", -1));
  }

  private static OptionalLong value(List<String> fields, String key) {
    return fields.stream()
        .filter(field -> field.startsWith(key))
        .map(field -> number(field.substring(key.length())))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong number(String text) {
    int digits = text.length();
    boolean fits =
        digits > 0 && digits < LONGEST_NUMBER || digits == LONGEST_NUMBER && begins1To8(text);
    for (int at = 0; fits && at < digits; at++) {
      fits = text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
    return fits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  private static boolean begins1To8(String text) {
    return text.charAt(0) >= '1' && text.charAt(0) <= '8';
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }
}
