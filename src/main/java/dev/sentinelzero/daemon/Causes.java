package dev.sentinelzero.daemon;

import dev.sentinelzero.os.PortHolder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the likely cause of a failure in the last lines of a process's output. */
final class Causes {
  private static final Pattern IN_USE =
      Pattern.compile("eaddrinuse|address already in use|port .{0,20}(?:in use|is taken)");
  private static final Pattern PORT = Pattern.compile("(?:port|:)\\D{0,12}?(\\d{2,5})\\b");

  private Causes() {}

  static Optional<String> of(List<String> lines) {
    String all = String.join("\n", lines).toLowerCase(Locale.ROOT);
    if (!IN_USE.matcher(all).find()) {
      return Optional.empty();
    }
    Matcher port = PORT.matcher(all);
    while (port.find()) {
      int number = Integer.parseInt(port.group(1));
      Optional<PortHolder> holder = number < 65_536 ? PortHolder.of(number) : Optional.empty();
      if (holder.isPresent()) {
        return Optional.of(
            "port "
                + number
                + " is held by pid "
                + holder.orElseThrow().pid()
                + ", "
                + holder.orElseThrow().command());
      }
    }
    return Optional.of("an address it wants to listen on is in use");
  }
}
