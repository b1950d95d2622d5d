package dev.sentinelzero.importing;

import dev.sentinelzero.importing.UnitFile.Line;
import java.util.ArrayList;
import java.util.List;

/** Folder, variables and input of a service of systemd. */
final class SystemdEnvironment {
  private SystemdEnvironment() {}

  static void read(UnitFile file, ProcessDraft process, SystemdService service) {
    for (Line line : file.all("Environment")) {
      for (String pair : UnitWords.split(line.value(), line.place())) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new ImportException(
              line.place().file() + ":" + line.place().line() + ": Environment= is not NAME=VALUE");
        }
        Line value = new Line(line.section(), line.key(), pair.substring(equals + 1), line.place());
        process.expandedVariable(pair.substring(0, equals), service.text(value));
      }
    }
    files(file, process, service);
    List<String> inherited = new ArrayList<>();
    file.all("PassEnvironment")
        .forEach(line -> inherited.addAll(List.of(line.value().split("\\s+"))));
    if (!inherited.isEmpty()) {
      process.put("inherit", inherited);
    }
    file.last("WorkingDirectory")
        .ifPresentOrElse(
            line -> folder(line, process, service), () -> process.put("directory", "/"));
    file.last("StandardInput").ifPresent(line -> input(line, process));
  }

  private static void files(UnitFile file, ProcessDraft process, SystemdService service) {
    List<String> files = new ArrayList<>();
    for (Line line : file.all("EnvironmentFile")) {
      String path = service.text(line);
      if (path.startsWith("-")) {
        path = path.substring(1);
        process.note(
            line.place(), "EnvironmentFile", "the file has to be there; systemd does without");
      }
      if (path.matches(".*[*?\\[].*")) {
        process.unmapped(
            line.place(), "EnvironmentFile", "a pattern can't be kept; name the files");
      } else {
        files.add(path);
      }
    }
    if (files.size() == 1) {
      process.put("env_file", files.getFirst());
    } else if (!files.isEmpty()) {
      process.put("env_file", files);
    }
  }

  private static void folder(Line line, ProcessDraft process, SystemdService service) {
    String path = service.text(line);
    if (path.startsWith("-")) {
      path = path.substring(1);
      process.note(
          line.place(), "WorkingDirectory", "the folder has to be there; systemd does without");
    }
    process.put("directory", path.equals("~") ? "${HOME}" : path);
    if (path.equals("~")) {
      process.note(line.place(), "WorkingDirectory", "the home of whoever applies the file");
    }
  }

  private static void input(Line line, ProcessDraft process) {
    if (line.value().startsWith("file:")) {
      process.put("stdin", Texts.literal(line.value().substring("file:".length())));
    } else if (!line.value().equals("null")) {
      process.unmapped(line.place(), "StandardInput", "input is a file, or nothing");
    }
  }
}
