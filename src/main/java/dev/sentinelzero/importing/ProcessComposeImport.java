package dev.sentinelzero.importing;

import dev.sentinelzero.config.Item;
import dev.sentinelzero.config.Items;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of process-compose. */
final class ProcessComposeImport implements Importer {
  /** What holds for all processes of the file. */
  record Whole(List<String> shell, boolean expanding, Optional<String> envFile) {}

  private final Map<String, ProcessComposeProcess> pending = new LinkedHashMap<>();

  @Override
  public void read(Source source, Session session) {
    Fields top = top(source, session);
    session.draft().runIn(source.folder());
    Whole whole = whole(top, source, session);
    ProcessDraft defaults = session.draft().defaults();
    environment(top, whole, defaults);
    top.map("env_cmds")
        .ifPresent(
            commands ->
                commands
                    .pairs()
                    .forEach(
                        (name, line) ->
                            defaults
                                .map("environment")
                                .putObject(name)
                                .put("from", exec(whole, line))));
    Fields processes =
        top.map("processes")
            .orElseThrow(() -> new ImportException(source.shown() + " has no processes"));
    for (String name : processes.keys()) {
      Fields one =
          processes.map(name).orElseThrow(() -> processes.wrong(name, "a map with 'command'"));
      ProcessComposeProcess process = new ProcessComposeProcess(name, one, whole, session);
      process.add(processes.place(name), source);
      pending.put(name, process);
    }
    others(top, session);
    remarks(new Place(source.shown(), 0), session);
  }

  @Override
  public void finish(Session session) {
    pending.values().forEach(process -> process.link(pending));
  }

  private static Fields top(Source source, Session session) {
    try {
      if (Items.yaml(session.files().text(source)) instanceof Item.Mapping map) {
        return new Fields(source.shown(), true, map);
      }
      throw new ImportException(source.shown() + " must be a map with 'processes'");
    } catch (ProblemsException e) {
      throw new ImportException(e.problems().getFirst().describe(source.shown()));
    }
  }

  private static String exec(Whole whole, String line) {
    return "exec:"
        + ComposeText.of(whole).words(List.of(whole.shell().get(0), whole.shell().get(1), line));
  }

  private static Whole whole(Fields top, Source source, Session session) {
    List<String> shell = List.of("bash", "-c");
    Optional<Fields> own = top.map("shell");
    if (own.isPresent()) {
      shell =
          List.of(
              own.get().text("shell_command").orElse("bash"),
              own.get().text("shell_argument").orElse("-c"));
      for (String key : own.get().others()) {
        session
            .findings()
            .unmapped(
                own.get().place(key), key, "there is no other shell for a process run as root");
      }
    }
    boolean expanding = !top.flag("disable_env_expansion").orElse(false);
    Source beside = source.beside(source.folder().resolve(".env"));
    Optional<String> envFile =
        Files.isRegularFile(beside.path())
            ? Optional.of(session.draft().path(source.folder(), ".env"))
            : Optional.empty();
    return new Whole(shell, expanding, envFile);
  }

  /** Sets the variables of a list or map. */
  static void environment(Fields fields, Whole whole, ProcessDraft process) {
    ComposeText text = ComposeText.of(whole);
    if (fields.item("environment").filter(item -> item instanceof Item.Mapping).isPresent()) {
      fields
          .map("environment")
          .ifPresent(
              map ->
                  map.pairs()
                      .forEach((name, value) -> process.expandedVariable(name, text.value(value))));
      return;
    }
    for (String pair : fields.texts("environment").orElse(List.of())) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw fields.wrong("environment", "a list of NAME=VALUE");
      }
      process.expandedVariable(pair.substring(0, equals), text.value(pair.substring(equals + 1)));
    }
  }

  private static void others(Fields top, Session session) {
    top.item("version");
    for (String key : top.others()) {
      String reason =
          switch (key) {
            case "log_location", "log_format" ->
                "output is kept by the daemon; 'sentinelzero logs' shows it";
            case "log_configuration" -> "'logs' of a process bounds what is kept";
            case "log_level" -> "the daemon's own is the setting log.level";
            case "log_length" -> "'sentinelzero logs --tail' says how much is shown";
            case "vars" -> "templates are not expanded here; write the values out, or use ${NAME}";
            case "extends" -> "one file does not continue another; import both and join them";
            case "is_strict" -> "unknown keys are always refused";
            case "is_tui_disabled", "disable_env_expansion", "is_dotenv_disabled" ->
                "a matter of process-compose itself";
            case "ordered_shutdown" -> "a stop of all follows the dependencies backwards by itself";
            default -> "process-compose has no such key that starts something";
          };
      session.findings().unmapped(top.place(key), key, reason);
    }
  }

  private static void remarks(Place whole, Session session) {
    session
        .findings()
        .note(
            whole,
            "",
            "the environment of your shell does not reach the processes; name what is needed in"
                + " 'inherit'");
  }
}
