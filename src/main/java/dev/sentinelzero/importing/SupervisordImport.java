package dev.sentinelzero.importing;

import dev.sentinelzero.importing.IniFile.Section;
import dev.sentinelzero.importing.IniFile.Value;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Supervisord's configuration: the main file, what it includes, and the programs in them. */
final class SupervisordImport implements Importer {
  private static final String DAEMON =
      "it concerns supervisord itself; see 'settings' for the daemon here";
  private static final String CONTROL =
      "supervisorctl has no part here: the command line speaks to the daemon by a socket in its home";

  @Override
  public void read(Source source, Session session) {
    Map<String, Section> sections = new LinkedHashMap<>();
    enter(sections, IniFile.read(session.files().text(source), source.shown()));
    SupervisordValues values = values(source);
    Section include = sections.remove("include");
    if (include != null) {
      include(include, source, values, new Reading(sections, session));
    }
    session.draft().runIn(source.folder());
    Map<String, String> groups = groups(sections);
    int programs = 0;
    for (Section section : sections.values()) {
      if (section.name().startsWith("program:")) {
        new SupervisordProgram(section, source, session, groups).add();
        programs++;
      } else {
        other(section, values, new Reading(sections, session));
      }
    }
    if (programs == 0) {
      throw new ImportException(source.shown() + " has no [program:…] section");
    }
    remarks(new Place(source.shown(), 0), session);
  }

  /** Sections that are there so far, and what they are read with. */
  private record Reading(Map<String, Section> sections, Session session) {}

  private static void enter(Map<String, Section> sections, IniFile file) {
    for (Section section : file.sections()) {
      Section earlier = sections.putIfAbsent(section.name(), section);
      if (earlier != null) {
        earlier.values().putAll(section.values());
      }
    }
  }

  private static SupervisordValues values(Source source) {
    return new SupervisordValues(Map.of("here", source.folder().toString()), OptionalInt.empty());
  }

  private static void include(
      Section include, Source source, SupervisordValues values, Reading reading) {
    for (Map.Entry<String, Value> entry : include.values().entrySet()) {
      Value value = entry.getValue();
      if (!entry.getKey().equals("files")) {
        unknown(reading.session(), value.place(), entry.getKey());
        continue;
      }
      for (String pattern : values.marked(value.text()).split("\\s+")) {
        if (pattern.indexOf('\ue000') >= 0) {
          reading
              .session()
              .findings()
              .unmapped(
                  value.place(), "files", "a variable in a pattern of files is not known here");
          continue;
        }
        List<Path> found = reading.session().files().matching(source.folder(), pattern);
        if (found.isEmpty()) {
          reading.session().findings().note(value.place(), "files", "a pattern matches no file");
        }
        found.forEach(path -> included(source.beside(path), reading));
      }
    }
  }

  private static void included(Source file, Reading reading) {
    IniFile read = IniFile.read(reading.session().files().text(file), file.shown());
    for (Section section : read.sections()) {
      if (section.name().equals("include")) {
        reading
            .session()
            .findings()
            .unmapped(
                section.place(), "[include]", "supervisord takes [include] in the main file only");
      } else {
        enter(reading.sections(), new IniFile(List.of(section)));
      }
    }
  }

  private static Map<String, String> groups(Map<String, Section> sections) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (Section section : sections.values()) {
      if (section.name().startsWith("group:")) {
        String group = Draft.valid(section.name().substring("group:".length()));
        section
            .value("programs")
            .ifPresent(
                programs -> {
                  for (String program : programs.text().split("[,\\s]+")) {
                    groups.put(program, group);
                  }
                });
      }
    }
    return groups;
  }

  private static void other(Section section, SupervisordValues values, Reading reading) {
    String kind = section.name().replaceFirst(":.*", "");
    Session session = reading.session();
    switch (kind) {
      case "supervisord" -> daemon(section, values, session);
      case "group" -> group(section, reading);
      case "unix_http_server", "inet_http_server", "supervisorctl", "rpcinterface", "ctlplugin" ->
          all(section, session, CONTROL);
      case "eventlistener" ->
          all(
              section,
              session,
              "listeners speak supervisord's protocol; 'events -f --format json' has what happens");
      case "fcgi-program" ->
          all(
              section,
              session,
              "no socket is opened for a process here; start it with its own spawner");
      default -> all(section, session, "supervisord has no such section that runs something");
    }
  }

  private static void all(Section section, Session session, String reason) {
    session.findings().unmapped(section.place(), "[" + section.name() + "]", reason);
    section
        .values()
        .forEach(
            (key, value) ->
                session
                    .findings()
                    .unmapped(
                        value.place(),
                        key,
                        "goes with [" + section.name() + "], which is left out"));
  }

  private static void daemon(Section section, SupervisordValues values, Session session) {
    ProcessDraft defaults = session.draft().defaults();
    section
        .values()
        .forEach(
            (key, value) -> {
              switch (key) {
                case "environment" -> values.pairs(value).forEach(defaults::expandedVariable);
                case "directory" -> defaults.put("directory", values.expanded(value.text()));
                case "user" -> defaults.put("user", value.text());
                case "umask" -> SupervisordProgram.umask(defaults, value);
                default -> session.findings().unmapped(value.place(), key, value.text(), DAEMON);
              }
            });
  }

  private static void group(Section section, Reading reading) {
    section
        .values()
        .forEach(
            (key, value) -> {
              if (key.equals("programs")) {
                missing(value, reading);
              } else if (key.equals("priority")) {
                reading
                    .session()
                    .findings()
                    .unmapped(value.place(), key, value.text(), SupervisordProgram.PRIORITY);
              } else {
                unknown(reading.session(), value.place(), key);
              }
            });
  }

  private static void missing(Value programs, Reading reading) {
    for (String program : programs.text().split("[,\\s]+")) {
      if (!program.isEmpty() && !reading.sections().containsKey("program:" + program)) {
        reading
            .session()
            .findings()
            .unmapped(programs.place(), "programs", "there is no [program:" + program + "]");
      }
    }
  }

  private static void unknown(Session session, Place place, String key) {
    session.findings().unmapped(place, key, "supervisord has no such key here");
  }

  private static void remarks(Place whole, Session session) {
    Findings findings = session.findings();
    findings.note(
        whole,
        "",
        "variables of supervisord's own environment do not reach the processes; name them in"
            + " 'inherit'");
    findings.note(
        whole,
        "",
        "a stop ends what is left of a process's tree; with 'leftovers: keep' it would go on as"
            + " under supervisord without killasgroup");
  }
}
