package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A tool whose files can be imported. */
public enum Tool {
  /** {@code supervisord.conf} and what it includes. */
  SUPERVISORD("supervisord", SupervisordImport::new),
  /** An ecosystem file in JSON or YAML, or what a JavaScript one evaluates to. */
  PM2("pm2", Pm2Import::new),
  /** {@code process-compose.yaml}. */
  PROCESS_COMPOSE("process-compose", ProcessComposeImport::new),
  /** A Procfile. */
  PROCFILE("procfile", ProcfileImport::new),
  /** Service and timer units. */
  SYSTEMD("systemd", SystemdImport::new),
  /** Property lists of agents and daemons. */
  LAUNCHD("launchd", LaunchdImport::new),
  /** A table of a user or of the system. */
  CRONTAB("crontab", CrontabImport::new);

  private static final Pattern PROGRAM = Pattern.compile("(?m)^\\[(program|supervisord)[:\\]]");
  private static final Pattern OURS = Pattern.compile("\"processes\"\\s*:");
  private static final Pattern APPS = Pattern.compile("\"?'?(apps|script)\"?'?\\s*:");

  private final String word;
  private final Supplier<Importer> importer;

  Tool(String word, Supplier<Importer> importer) {
    this.word = word;
    this.importer = importer;
  }

  /** As it is written behind {@code --from}. */
  public String word() {
    return word;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Tool::word).toList();
  }

  /** The tool of a word. */
  public static Optional<Tool> of(String word) {
    return Arrays.stream(values()).filter(tool -> tool.word.equals(word)).findFirst();
  }

  /**
   * The tool that a file is for, by its name and where that says too little by its text.
   *
   * @param name the last part of its path
   * @param text what it says; empty for binary files
   */
  public static Optional<Tool> recognise(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("procfile") || lower.startsWith("procfile.")) {
      return Optional.of(PROCFILE);
    }
    if (lower.matches("process-compose[a-z0-9_.-]*\\.ya?ml")) {
      return Optional.of(PROCESS_COMPOSE);
    }
    if (lower.equals("crontab") || lower.endsWith(".crontab") || lower.endsWith(".cron")) {
      return Optional.of(CRONTAB);
    }
    if (isPm2(lower, text)) {
      return Optional.of(PM2);
    }
    if (lower.matches(".*\\.(service|timer)")) {
      return Optional.of(SYSTEMD);
    }
    if (lower.endsWith(".plist")) {
      return Optional.of(LAUNCHD);
    }
    boolean ini = lower.matches(".*\\.(conf|ini)") && PROGRAM.matcher(text).find();
    return lower.equals("supervisord.conf") || ini ? Optional.of(SUPERVISORD) : Optional.empty();
  }

  private static boolean isPm2(String lower, String text) {
    return lower.matches("(ecosystem|pm2)(\\.config)?\\.(c?js|json|ya?ml)")
        || lower.endsWith(".config.js")
        || lower.endsWith(".json") && APPS.matcher(text).find() && !OURS.matcher(text).find();
  }

  /**
   * Makes a process file.
   *
   * @throws ImportException when a file can't be read or understood at all
   */
  public Imported read(ImportRequest request) {
    Session session =
        new Session(new Draft(request.target()), new SourceFiles(), request.choices());
    Importer reader = importer.get();
    List<String> names = new ArrayList<>();
    for (ImportRequest.Input input : request.inputs()) {
      names.add(input.shown());
      reader.read(new Source(input.shown(), input.path()), session);
    }
    reader.finish(session);
    String from = String.join(", ", names);
    List<String> head = new ArrayList<>();
    head.add("Made of " + from + " by 'sentinelzero config import --from " + word + "'.");
    if (!session.findings().all().isEmpty()) {
      head.add("Run that again to see what works in another way or was left out.");
    }
    return session.draft().finish(head, project(request));
  }

  static Optional<String> project(ImportRequest request) {
    Path folder = request.inputs().getFirst().path().getParent();
    if (folder == null || folder.equals(request.target()) || folder.getFileName() == null) {
      return Optional.empty();
    }
    return Optional.of(Draft.valid(folder.getFileName().toString()));
  }
}
