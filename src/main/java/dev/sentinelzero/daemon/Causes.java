package dev.sentinelzero.daemon;

import dev.sentinelzero.os.PortHolder;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the likely cause of a failure in the exit of a process and in its last lines of output. */
final class Causes {
  private static final Pattern IN_USE =
      Pattern.compile("eaddrinuse|address already in use|port .{0,20}(?:in use|is taken)");
  private static final Pattern PORT = Pattern.compile("(?:port|:)\\D{0,12}?(\\d{2,5})\\b");

  /** A number in an argument or a variable that may be a port; parts of an address are none. */
  private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])(\\d{2,5})(?![\\w.])");

  private Causes() {}

  static Optional<String> of(Managed managed, List<String> lines) {
    ProcessSpec spec = managed.definition().spec();
    Optional<Exit> exit = managed.history().last().map(last -> last.report().exit());
    return exit.isPresent() && exit.get() instanceof Exit.NotSpawned failure
        ? SpawnCauses.of(spec, failure)
        : ofOutput(spec, lines);
  }

  private static Optional<String> ofOutput(ProcessSpec spec, List<String> lines) {
    String all = String.join("\n", lines).toLowerCase(Locale.ROOT);
    if (!IN_USE.matcher(all).find()) {
      return Optional.empty();
    }
    Set<Integer> ports = new LinkedHashSet<>();
    addAll(ports, PORT, all);
    spec.execution().command().forEach(word -> addAll(ports, NUMBER, word));
    spec.environment().variables().values().forEach(value -> addAll(ports, NUMBER, text(value)));
    return Optional.of(
        ports.stream()
            .flatMap(port -> holder(port).stream())
            .findFirst()
            .orElse("an address it wants to listen on is in use"));
  }

  private static void addAll(Set<Integer> ports, Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    while (found.find()) {
      int number = Integer.parseInt(found.group(1));
      if (number > 0 && number <= 0xffff) {
        ports.add(number);
      }
    }
  }

  /** What is in the definition; a secret is no port. */
  private static String text(ProcessSpec.Value value) {
    return switch (value) {
      case ProcessSpec.Value.Literal(String text) -> text;
      case ProcessSpec.Value.Numbered numbered -> String.valueOf(numbered.first());
      case ProcessSpec.Value.From secret -> "";
    };
  }

  private static Optional<String> holder(int port) {
    return PortHolder.of(port)
        .map(
            holder -> "port " + port + " is held by pid " + holder.pid() + ", " + holder.command());
  }
}
