package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.sentinelzero.importing.UnitFile.Line;
import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When systemd starts a service again. */
final class SystemdRestart {
  private final UnitFile file;
  private final ProcessDraft process;

  private SystemdRestart(UnitFile file, ProcessDraft process) {
    this.file = file;
    this.process = process;
  }

  static void read(UnitFile file, ProcessDraft process) {
    new SystemdRestart(file, process).read();
  }

  private void read() {
    List<String> success = new ArrayList<>(SystemdService.clean());
    success.addAll(exits("SuccessExitStatus"));
    process.put("success_exits", success);
    String word = file.text("Restart").orElse("no");
    if (word.equals("no") || word.equals("on-watchdog")) {
      process.put("restart", "never");
      if (word.equals("on-watchdog")) {
        file.last("Restart")
            .ifPresent(
                line ->
                    process.unmapped(
                        line.place(), "Restart", "there is no watchdog; see 'liveness'"));
      }
      return;
    }
    boolean always = word.equals("always") || word.equals("on-success");
    process.put("restart.restart", always ? "always" : "on-failure");
    limit();
    pause();
    List<String> never = new ArrayList<>(exits("RestartPreventExitStatus"));
    switch (word) {
      case "on-success" -> never.addAll(failures());
      case "on-abnormal" -> process.put("restart.restart_on", signals(false));
      case "on-abort" -> process.put("restart.restart_on", signals(true));
      default -> {}
    }
    if (!never.isEmpty()) {
      process.put("restart.never_on", never);
    }
    file.last("RestartForceExitStatus")
        .ifPresent(
            line ->
                process.unmapped(
                    line.place(),
                    line.key(),
                    "what is restarted is said by 'restart' and 'restart_on'"));
  }

  private List<String> failures() {
    List<String> all = new ArrayList<>(List.of("1-255", "spawn"));
    all.addAll(signals(false));
    return all;
  }

  private static List<String> signals(boolean aborting) {
    List<String> core =
        List.of(
            "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGSEGV", "SIGXCPU",
            "SIGXFSZ", "SIGSYS");
    List<String> all = new ArrayList<>(core);
    if (!aborting) {
      Signal.NAMES.stream()
          .map(name -> "SIG" + name)
          .filter(name -> !core.contains(name) && !SystemdService.clean().contains(name))
          .filter(
              name ->
                  !List.of(
                          "SIGCHLD",
                          "SIGCONT",
                          "SIGSTOP",
                          "SIGTSTP",
                          "SIGURG",
                          "SIGWINCH",
                          "SIGTTIN",
                          "SIGTTOU")
                      .contains(name))
          .forEach(all::add);
    }
    return all;
  }

  private List<String> exits(String key) {
    List<String> exits = new ArrayList<>();
    for (Line line : file.all(key)) {
      for (String word : line.value().split("\\s+")) {
        if (isExit(word)) {
          exits.add(word);
        } else {
          process.unmapped(
              line.place(), key, "names of exit codes are not known here; write the number");
        }
      }
    }
    return exits;
  }

  private static boolean isExit(String word) {
    if (word.matches("\\d+")) {
      return word.length() <= 3 && Integer.parseInt(word) <= 255;
    }
    try {
      Signal.parse(word);
      return !new ExitMatch.BySignal(Signal.parse(word)).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void limit() {
    Optional<Line> interval =
        file.last("StartLimitIntervalSec").or(() -> file.last("StartLimitInterval"));
    Duration window =
        interval
            .map(line -> UnitWords.span(line.value(), line.place()).orElse(Duration.ofDays(365)))
            .orElse(Duration.ofSeconds(10));
    int burst =
        file.text("StartLimitBurst")
            .filter(text -> text.matches("\\d{1,6}"))
            .map(Integer::parseInt)
            .orElse(5);
    if (window.isZero() || burst == 0) {
      process.put("restart.max_retries", -1);
    } else {
      process.put("restart.max_retries", burst).put("restart.window", window);
      process.put("restart.reset_after", window);
    }
  }

  private void pause() {
    Duration delay =
        file.last("RestartSec")
            .flatMap(line -> UnitWords.span(line.value(), line.place()))
            .orElse(Duration.ofMillis(100));
    Optional<Duration> most =
        file.last("RestartMaxDelaySec").flatMap(line -> UnitWords.span(line.value(), line.place()));
    int steps =
        file.text("RestartSteps")
            .filter(t -> t.matches("[1-9]\\d{0,4}"))
            .map(Integer::parseInt)
            .orElse(0);
    process.put("restart.delay", delay);
    if (most.isEmpty() || steps == 0 || delay.isZero() || most.get().compareTo(delay) <= 0) {
      process.put("restart.backoff", 1);
      return;
    }
    double factor = Math.pow((double) most.get().toMillis() / delay.toMillis(), 1.0 / steps);
    double rounded = Math.min(100, Math.round(factor * 1000) / 1000.0);
    process.put("restart.backoff", DoubleNode.valueOf(rounded));
    process.put("restart.max_delay", most.get());
  }
}
