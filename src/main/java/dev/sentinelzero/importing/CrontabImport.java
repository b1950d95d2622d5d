package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A crontab, of a user or of the system. */
final class CrontabImport implements Importer {
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*|\"[^\"]+\"|'[^']+')\\s*=\\s*(.*?)\\s*");
  private static final Pattern ROOT_COLUMN =
      Pattern.compile("(?m)^\\s*[0-9*@][^\\n#=]*?\\s+root\\s+\\S");
  private static final Pattern JOB =
      Pattern.compile("\\s*(-?)(@\\S+|\\S+(?:\\s+\\S+){4})\\s+(\\S.*)");
  private static final String STDIN_END = "END_OF_STDIN";

  /** The variables above a line. */
  private final Map<String, String> variables = new LinkedHashMap<>();

  private boolean system;

  /** A line that runs something. */
  private record Job(String when, String command, Place place) {}

  @Override
  public void read(Source source, Session session) {
    String text = session.files().text(source);
    system = isOfSystem(source.path(), text, session);
    variables.clear();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      Place place = new Place(source.shown(), number);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        variable(variable, place, session);
      } else {
        line(line, place, session);
      }
    }
    Place whole = new Place(source.shown(), 0);
    if (session.draft().processes().isEmpty()) {
      throw new ImportException(source.shown() + " has no line that runs something");
    }
    if (system) {
      session
          .findings()
          .note(whole, "", "read as a table of the system, with a column for the user");
    }
    if (!variables.containsKey("PATH")) {
      session
          .findings()
          .note(whole, "PATH", "cron's is /usr/bin:/bin; here it is the setting environment.path");
    }
    session
        .findings()
        .note(whole, "", "output is kept as a log ('sentinelzero logs NAME') and not mailed");
  }

  private static boolean isOfSystem(Path path, String text, Session session) {
    return session.choices().systemTable()
        || path.equals(Path.of("/etc/crontab"))
        || path.startsWith("/etc/cron.d")
        || ROOT_COLUMN.matcher(text).find();
  }

  private void variable(Matcher line, Place place, Session session) {
    String name = unquoted(line.group(1));
    switch (name) {
      case "MAILTO", "MAILFROM", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING" ->
          session
              .findings()
              .unmapped(
                  place,
                  name,
                  "output is not mailed; a hook after_exit can tell you, 'logs' has the output");
      default -> variables.put(name, unquoted(line.group(2)));
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void line(String line, Place place, Session session) {
    Matcher job = JOB.matcher(line);
    if (!job.matches()) {
      session
          .findings()
          .unmapped(place, "", "this line is neither NAME=VALUE nor a time and a command");
      return;
    }
    String command = job.group(3);
    ProcessDraft process = session.draft().loose();
    if (!job.group(1).isEmpty()) {
      process.note(place, "-", "asks cron to keep the run out of its log; here runs are recorded");
    }
    if (system) {
      String[] parts = command.split("\\s+", 2);
      if (parts.length < 2) {
        session.findings().unmapped(place, "", "this line names a user and no command");
        return;
      }
      process.put("user", parts[0]);
      command = parts[1];
    }
    if (schedule(new Job(job.group(2), command, place), process, session)) {
      fill(new Job(job.group(2), command, place), process, session);
    }
  }

  /** Sets when it runs; false where the line can't be kept. */
  private boolean schedule(Job job, ProcessDraft process, Session session) {
    if (job.when().equalsIgnoreCase("@reboot")) {
      process.note(
          job.place(), "@reboot", "runs when it is applied, and when the daemon starts it again");
      return true;
    }
    String cron =
        job.when().startsWith("@") ? Cron.ofWord(job.when()).orElse("") : fields(job.when());
    if (!Cron.isFive(cron)) {
      session
          .findings()
          .unmapped(
              job.place(),
              job.when().startsWith("@") ? job.when() : "",
              "the time is not five fields of numbers, names, * , - and /; the job is left out");
      return false;
    }
    process.put("schedule.cron", cron);
    String zone = variables.getOrDefault("CRON_TZ", "");
    if (!zone.isEmpty()) {
      process.put("schedule.timezone", zone);
    }
    process.put("schedule.overlap", "allow").put("schedule.misfire", "skip");
    String delay = variables.getOrDefault("RANDOM_DELAY", "");
    if (delay.matches("[1-9]\\d{0,4}")) {
      process.put("schedule.jitter", delay + "m");
    }
    return true;
  }

  private static String fields(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private void fill(Job job, ProcessDraft process, Session session) {
    String shell = variables.getOrDefault("SHELL", "/bin/sh");
    process.shell(shell, withStdin(job, shell, process));
    variables.forEach(
        (name, value) -> {
          switch (name) {
            case "SHELL" -> process.variable(name, value);
            case "CRON_TZ", "RANDOM_DELAY", "HOME" -> {}
            default -> process.variable(name, value);
          }
        });
    String home = variables.getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      process.put("directory", Texts.literal(home)).variable("HOME", home);
    } else if (system) {
      process.put("directory", "/");
      process.note(
          job.place(), "directory", "cron runs it in the user's home; name that folder here");
    } else {
      process.put("directory", "${HOME}");
    }
    process.put("restart", "never");
    session.draft().add(CommandNames.of(job.command()), job.place(), process);
  }

  /** The first bare percent sign ends the command; what follows is its input. */
  private static String withStdin(Job job, String shell, ProcessDraft process) {
    StringBuilder command = new StringBuilder();
    StringBuilder input = new StringBuilder();
    StringBuilder part = command;
    String text = job.command();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '%') {
        part.append('%');
        at++;
      } else if (c != '%') {
        part.append(c);
      } else if (part == command) {
        part = input;
      } else {
        part.append('\n');
      }
    }
    if (part == command) {
      return command.toString();
    }
    if (!shell.matches("(.*/)?(sh|bash|dash|ksh|zsh|ash)")) {
      process.unmapped(job.place(), "%", "input for the command works with Bourne shells only");
      return command.toString();
    }
    return "{ %s\n} <<'%s'\n%s\n%s"
        .formatted(command.toString().strip(), STDIN_END, input, STDIN_END);
  }
}
