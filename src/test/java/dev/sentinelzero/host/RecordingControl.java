package dev.sentinelzero.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes down every command and answers as the test says. */
final class RecordingControl implements ServiceControl {
  final List<String> commands = new ArrayList<>();
  private final Function<String, Outcome> answers;

  RecordingControl(Function<String, Outcome> answers) {
    this.answers = answers;
  }

  static Outcome good(String output) {
    return new Outcome(0, output);
  }

  static Outcome bad(String output) {
    return new Outcome(1, output);
  }

  @Override
  public Outcome run(List<String> command) {
    String line = String.join(" ", command);
    commands.add(line);
    return answers.apply(line);
  }

  /** What was asked for that changes anything. */
  List<String> acts() {
    return commands.stream()
        .filter(line -> !line.contains(" print") && !line.contains(" show "))
        .toList();
  }
}
