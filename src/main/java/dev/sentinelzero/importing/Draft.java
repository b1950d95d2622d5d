package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The process file that is being made. */
final class Draft {
  private static final int LONGEST_NAME = 128;

  private final Findings findings = new Findings();
  private final ProcessDraft defaults = new ProcessDraft(findings);
  private final Map<String, ProcessDraft> processes = new LinkedHashMap<>();
  private final Set<String> taken = new TreeSet<>();
  private final Path target;

  /**
   * An empty file.
   *
   * @param target the folder that the process file will lie in
   */
  Draft(Path target) {
    this.target = target;
  }

  Findings findings() {
    return findings;
  }

  ProcessDraft defaults() {
    return defaults;
  }

  /** A process that is not in the file yet. */
  ProcessDraft loose() {
    return new ProcessDraft(findings);
  }

  /** Adds a process under a valid name that no other has; a changed name is noted. */
  String add(String wanted, Place place, ProcessDraft process) {
    String name = unique(valid(wanted));
    if (!name.equals(wanted)) {
      findings.note(place, wanted, "is called " + name + " here");
    }
    processes.put(name, process);
    return name;
  }

  /** A new process under a valid name that no other has. */
  ProcessDraft add(String wanted, Place place) {
    ProcessDraft process = loose();
    add(wanted, place, process);
    return process;
  }

  /** The process of a name. */
  Optional<ProcessDraft> process(String name) {
    return Optional.ofNullable(processes.get(name));
  }

  Map<String, ProcessDraft> processes() {
    return processes;
  }

  /** Makes a name of a text: letters, digits and {@code _ . @ -}, the first a letter or digit. */
  static String valid(String text) {
    String name = text.replaceAll("[^A-Za-z0-9_.@-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    name = name.replaceFirst("-+$", "");
    return name.isEmpty() ? "process" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  private String unique(String name) {
    String free = name;
    for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
      String end = "-" + number;
      free = name.substring(0, Math.min(name.length(), LONGEST_NAME - end.length())) + end;
    }
    return free;
  }

  /**
   * A path of the foreign file as the process file has to name it: as it is where both lie in the
   * same folder, else absolute.
   */
  String path(Path folder, String path) {
    if (path.startsWith("/") || path.startsWith("${") || folder.equals(target)) {
      return path;
    }
    String base = Texts.literal(folder.toString());
    return path.equals(".") ? base : base + "/" + path.replaceFirst("^\\./+", "");
  }

  /** Has processes run in the foreign file's folder where that is not the process file's own. */
  void runIn(Path folder) {
    if (!folder.equals(target)) {
      defaults.put("directory", Texts.literal(folder.toString()));
    }
  }

  /**
   * The finished file.
   *
   * @param head what is said at its top
   * @param project who owns the processes, where that is not plain from the file's place
   */
  Imported finish(List<String> head, Optional<String> project) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    Map<String, List<String>> comments = new LinkedHashMap<>();
    comments.put("", head);
    document.put("version", 1);
    project.ifPresent(name -> document.put("project", name));
    if (!defaults.isEmpty()) {
      document.set("defaults", defaults.json());
      comments.put("/defaults", defaults.comments());
    }
    ObjectNode all = document.putObject("processes");
    processes.forEach(
        (name, process) -> {
          all.set(name, process.json());
          comments.put("/processes/" + name, new ArrayList<>(process.comments()));
        });
    return new Imported(document, comments, findings.all());
  }
}
