package dev.sentinelzero.importing;

import dev.sentinelzero.importing.UnitFile.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service of systemd runs. */
final class SystemdCommands {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$([A-Za-z_][A-Za-z0-9_]*)");

  private final UnitFile file;
  private final ProcessDraft process;
  private final SystemdService service;

  SystemdCommands(UnitFile file, ProcessDraft process, SystemdService service) {
    this.file = file;
    this.process = process;
    this.service = service;
  }

  /** One command: its words, and whether variables in them are expanded. */
  private record Command(List<String> words, boolean expanding, boolean forgiving) {
    boolean hasVariables() {
      return expanding && words.stream().anyMatch(word -> VARIABLE.matcher(word).find());
    }
  }

  void read() {
    List<Command> start = commands("ExecStart");
    if (start.size() == 1 && !start.getFirst().hasVariables() && !start.getFirst().forgiving()) {
      process.expanded("command", start.getFirst().words().stream().map(this::word).toList());
    } else {
      process.put("shell", script(start));
    }
    hook("ExecStartPre", "hooks.before_start");
    hook("ExecStopPost", "hooks.after_exit");
    reload();
    stop();
    for (String key : List.of("ExecStartPost", "ExecCondition")) {
      file.all(key)
          .forEach(
              line ->
                  process.unmapped(
                      line.place(),
                      key,
                      "there is no such hook; 'before_start' and 'after_exit' are what there is"));
    }
  }

  private String word(String word) {
    return marks(Texts.literal(word), "${HOME}", "${USER}");
  }

  private static String marks(String text, String home, String user) {
    return text.replace("\ue000", home).replace("\ue001", user);
  }

  private List<Command> commands(String key) {
    List<Command> commands = new ArrayList<>();
    for (Line line : file.all(key)) {
      String value = service.plain(line.value(), line);
      for (String part : value.split("\\s+;\\s+")) {
        commands.add(command(part, line));
      }
    }
    return commands;
  }

  private Command command(String text, Line line) {
    int at = 0;
    while (at < text.length() && "-+!@:|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String prefixes = text.substring(0, at);
    List<String> words = new ArrayList<>(UnitWords.split(text.substring(at), line.place()));
    if (words.isEmpty()) {
      throw new ImportException(
          line.place().file()
              + ":"
              + line.place().line()
              + ": "
              + line.key()
              + "= names no command");
    }
    if (prefixes.contains("@") && words.size() > 1) {
      words.remove(1);
      process.note(line.place(), line.key(), "'@' gives it another name; here it has its own");
    }
    if (prefixes.contains("+") || prefixes.contains("!")) {
      process.unmapped(
          line.place(),
          line.key(),
          "'+' and '!' ask for more rights; hooks run as the daemon's user, all else as 'user'");
    }
    if (prefixes.contains("|")) {
      process.unmapped(line.place(), line.key(), "'|' asks for the user's shell; name the shell");
    }
    return new Command(words, !prefixes.contains(":"), prefixes.contains("-"));
  }

  /** A script that runs the commands one after the other; the last takes the shell's place. */
  private String script(List<Command> commands) {
    List<String> lines = new ArrayList<>();
    for (Command command : commands) {
      boolean last = command == commands.getLast() && !command.forgiving();
      lines.add((last ? "exec " : "") + line(command) + (command.forgiving() ? " || true" : ""));
    }
    boolean splitting =
        commands.stream()
            .flatMap(
                command ->
                    command.expanding()
                        ? command.words().stream()
                        : java.util.stream.Stream.empty())
            .anyMatch(word -> word.matches("\\$[A-Za-z_][A-Za-z0-9_]*"));
    String head = splitting ? "set -f; " : "";
    if (lines.size() == 1) {
      return head + lines.getFirst();
    }
    return (splitting ? "set -ef" : "set -e") + "\n" + String.join("\n", lines) + "\n";
  }

  private static String line(Command command) {
    return command.words().stream()
        .map(word -> command.expanding() ? shellWord(word) : Texts.shellWord(word))
        .map(word -> marks(word, "'\"$HOME\"'", "'\"$USER\"'"))
        .collect(Collectors.joining(" "));
  }

  /** A variable that is a word of its own is split, one within a word is not. */
  private static String shellWord(String word) {
    if (word.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) {
      return word;
    }
    Matcher use = VARIABLE.matcher(word);
    StringBuilder done = new StringBuilder();
    int at = 0;
    while (use.find()) {
      if (use.group(2) != null) {
        continue;
      }
      if (use.start() > at) {
        done.append(Texts.shellWord(word.substring(at, use.start())));
      }
      done.append(use.group(1) == null ? "'$'" : "\"${" + use.group(1) + "}\"");
      at = use.end();
    }
    if (at < word.length() || word.isEmpty()) {
      done.append(Texts.shellWord(word.substring(at)));
    }
    return done.toString();
  }

  private void hook(String key, String ours) {
    List<Command> commands = commands(key);
    if (commands.isEmpty()) {
      return;
    }
    Command first = commands.getFirst();
    if (commands.size() == 1 && !first.hasVariables() && !first.forgiving()) {
      process.expanded(ours, first.words().stream().map(this::word).toList());
    } else {
      process.shellCommand(ours, script(commands));
    }
    if (file.last("User").isPresent()) {
      file.last(key)
          .ifPresent(
              line ->
                  process.note(line.place(), key, "hooks run as the daemon's user, not as User="));
    }
  }

  private void reload() {
    List<Command> commands = commands("ExecReload");
    if (commands.isEmpty()) {
      return;
    }
    String signal = commands.size() == 1 ? signal(commands.getFirst()) : "";
    if (!signal.isEmpty()) {
      process.put("reload.signal", signal);
    } else if (script(commands).contains("MAINPID")) {
      file.last("ExecReload")
          .ifPresent(
              line ->
                  process.unmapped(
                      line.place(),
                      "ExecReload",
                      "a command can't know the pid; 'reload: { signal: HUP }' sends a signal"));
    } else if (commands.size() == 1 && !commands.getFirst().hasVariables()) {
      process.expanded(
          "reload.exec", commands.getFirst().words().stream().map(this::word).toList());
    } else {
      process.shellCommand("reload.exec", script(commands));
    }
  }

  private void stop() {
    List<Command> commands = commands("ExecStop");
    if (commands.isEmpty()) {
      return;
    }
    String signal = commands.size() == 1 ? signal(commands.getFirst()) : "";
    if (!signal.isEmpty()) {
      process.put("stop.signal", signal);
      return;
    }
    file.last("ExecStop")
        .ifPresent(
            line ->
                process.unmapped(
                    line.place(), "ExecStop", "a stop sends a signal and runs no command"));
  }

  /** The signal of {@code kill -SIGNAL $MAINPID}; empty for another command. */
  private static String signal(Command command) {
    String line = String.join(" ", command.words());
    Matcher kill =
        Pattern.compile("(?:/usr)?(?:/bin/)?kill (?:-s |-)?(?:SIG)?([A-Z0-9]+ )?\\$\\{?MAINPID}?")
            .matcher(line);
    if (!kill.matches()) {
      return "";
    }
    try {
      String name = kill.group(1) == null ? "TERM" : kill.group(1).strip();
      return dev.sentinelzero.process.Signal.parse(name).name();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
