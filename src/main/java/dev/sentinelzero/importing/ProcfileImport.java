package dev.sentinelzero.importing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Procfile, as foreman and honcho run it: one line of a shell for each type of process. */
final class ProcfileImport implements Importer {
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]+):\\s*(\\S.*?)\\s*");
  private static final Pattern PORT =
      Pattern.compile("(?m)^\\s*(?:export\\s+)?PORT=[\"']?(\\d{1,5})[\"']?\\s*$");
  private static final Pattern OPTIONS = Pattern.compile("\\s*([a-z_]+):\\s*(\\S.*?)\\s*");
  private static final int FIRST_PORT = 5000;
  private static final int PORT_STEP = 100;
  private static final String RELEASE = "release";

  /** What is read of the files beside the Procfile. */
  private record Beside(boolean variables, int port, Map<String, Integer> formation) {}

  @Override
  public void read(Source source, Session session) {
    Beside beside = beside(source, session);
    Draft draft = session.draft();
    draft.runIn(source.folder());
    draft.defaults().put("stop.timeout", "5s");
    List<String> names = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    int number = 0;
    for (String line : session.files().text(source).split("\n", -1)) {
      number++;
      Place place = new Place(source.shown(), number);
      Matcher matcher = LINE.matcher(line);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      if (!matcher.matches()) {
        session
            .findings()
            .unmapped(place, "", "this line is not NAME: COMMAND; foreman skips it too");
        continue;
      }
      Integer earlier = seen.putIfAbsent(matcher.group(1), number);
      if (earlier != null) {
        session
            .findings()
            .unmapped(place, matcher.group(1), "stands twice; the first is in line " + earlier);
        continue;
      }
      names.add(process(matcher, place, new Entry(source, beside, names.size()), draft));
    }
    whole(new Place(source.shown(), 0), session, names);
  }

  /** Where a line stands among the others. */
  private record Entry(Source source, Beside beside, int index) {}

  private static String process(Matcher line, Place place, Entry entry, Draft draft) {
    String type = line.group(1);
    ProcessDraft process = draft.loose().put("shell", line.group(2));
    if (entry.beside().variables()) {
      process.put("env_file", draft.path(entry.source().folder(), ".env"));
    }
    if (type.equals(RELEASE)) {
      process.put("restart", "never");
      process.note(
          place,
          type,
          "runs to its end before the others start; foreman would start it beside them");
    } else {
      ObjectNode port = JsonNodeFactory.instance.objectNode();
      port.put("from", entry.beside().port() + PORT_STEP * entry.index());
      process.map("environment").set("PORT", port.put("step", 1));
    }
    int count = entry.beside().formation().getOrDefault(type, 1);
    if (count > 1) {
      process.put("instances", count);
    } else if (count == 0) {
      process.note(
          place, type, "the formation has none of it; keep it down with 'sentinelzero stop'");
    }
    return draft.add(type, place, process);
  }

  private static void whole(Place place, Session session, List<String> names) {
    if (names.isEmpty()) {
      throw new ImportException(place.file() + " has no line NAME: COMMAND");
    }
    Draft draft = session.draft();
    Optional<String> release = names.stream().filter(name -> name.equals(RELEASE)).findFirst();
    release.ifPresent(
        first ->
            names.stream()
                .filter(name -> !name.equals(first))
                .forEach(
                    name ->
                        draft
                            .process(name)
                            .ifPresent(one -> one.map("depends_on").put(first, "completed"))));
    session
        .findings()
        .note(
            place,
            "",
            "foreman ends all processes when one ends; here each is restarted by the policy"
                + " standard, alone");
    session
        .findings()
        .note(
            place,
            "",
            "only variables of .env and of the process file arrive; name others in 'inherit'."
                + " Instead of PS there is SENTINELZERO_NAME");
  }

  private static Beside beside(Source source, Session session) {
    Source variables = source.beside(source.folder().resolve(".env"));
    boolean there = Files.isRegularFile(variables.path());
    Matcher port = PORT.matcher(there ? session.files().text(variables) : "");
    int first = port.find() ? Integer.parseInt(port.group(1)) : FIRST_PORT;
    return new Beside(there, first, formation(source, session));
  }

  /** What {@code .foreman} says about the number of each type. */
  private static Map<String, Integer> formation(Source source, Session session) {
    Map<String, Integer> formation = new LinkedHashMap<>();
    Source options = source.beside(source.folder().resolve(".foreman"));
    if (!Files.isRegularFile(options.path())) {
      return formation;
    }
    int number = 0;
    for (String line : session.files().text(options).split("\n", -1)) {
      number++;
      Matcher option = OPTIONS.matcher(line);
      if (!option.matches()) {
        continue;
      }
      if (option.group(1).equals("formation") || option.group(1).equals("concurrency")) {
        Matcher pair = Pattern.compile("([A-Za-z0-9_-]+)=(\\d{1,3})").matcher(option.group(2));
        while (pair.find()) {
          formation.put(pair.group(1), Integer.parseInt(pair.group(2)));
        }
      } else {
        session
            .findings()
            .unmapped(
                new Place(options.shown(), number),
                option.group(1),
                "an option of foreman that has no place in a process file");
      }
    }
    return formation;
  }
}
