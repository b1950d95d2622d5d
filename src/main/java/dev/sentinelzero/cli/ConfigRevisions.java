package dev.sentinelzero.cli;

import dev.sentinelzero.config.Document;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import java.io.IOException;
import java.util.List;

/** {@code config revisions}: lists what was applied, and shows what a project was then. */
final class ConfigRevisions implements Verb {
  static final Option PROJECT =
      Option.valued("project", "P", "of this project; can be left out where there is only one");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "config revisions",
            "list what was applied and rolled back, newest first",
            List.of("[--project P]", "N [--show] [--project P]"),
            Syntax.Operands.WORDS,
            List.of(PROJECT, Option.flag("show", "the project as it was after revision N")))
        .noting("The newest 100 of each project are kept, in the home.");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (!call.arguments().words().isEmpty()) {
      return one(call, number(call.only("the revision's number")));
    }
    if (call.arguments().has("show")) {
      throw Failure.usage(
          "--show needs the number of a revision", "'sentinelzero config revisions' lists them");
    }
    Query query = new Query("/config/revisions").with("project", project(call));
    Json answer = call.api().get(query.toString());
    if (call.json()) {
      call.print(answer);
    } else if (answer.at("revisions").items().isEmpty()) {
      call.say("no revisions yet");
    } else {
      call.print(table(answer.at("revisions").items()));
    }
    for (Json file : answer.at("damaged").items()) {
      call.note("warning: " + Visible.of(file.text()) + " is damaged and left out");
    }
    return ExitCode.DONE;
  }

  /** The project that is meant. */
  static java.util.Optional<String> project(Call call) {
    return call.arguments().text("project");
  }

  /** The number of a revision. */
  static int number(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Failure.usage(
          "'" + Visible.of(text) + "' is not the number of a revision",
          "'sentinelzero config revisions' lists them");
    }
    return Integer.parseInt(text);
  }

  private static int one(Call call, int number) throws IOException, InterruptedException {
    Query query = new Query("/config/revisions/" + number).with("project", project(call));
    Json answer = call.api().get(query.toString());
    if (call.json()) {
      call.print(answer);
    } else if (call.arguments().has("show")) {
      Document document = ProcessFile.readResolved(answer.at("document").toString());
      call.print(SpecWriter.yaml(document));
    } else {
      call.print(table(List.of(answer)));
    }
    return ExitCode.DONE;
  }

  private static Table table(List<Json> revisions) {
    Table table = new Table();
    table.column("PROJECT", 0).column("NUMBER", 0).column("AT", 1).column("BY", 3);
    table.column("CHANGES", 0).column("FROM", 2).column("REASON", 2);
    for (Json revision : revisions) {
      table.row(
          List.of(
              Table.cell(revision.text("project"), Ink.BOLD),
              Table.cell(revision.text("number")),
              Table.cell(revision.text("at")),
              Table.cell(revision.text("author")),
              Table.cell(changes(revision)),
              Table.cell(from(revision)),
              Table.cell(StatusTable.orDash(revision.text("reason")))));
    }
    return table;
  }

  private static String from(Json revision) {
    return revision.at("rolled_back_to").isNull()
        ? StatusTable.orDash(
            String.join(" ", revision.at("files").items().stream().map(Json::text).toList()))
        : "revision " + revision.text("rolled_back_to");
  }

  private static final int MOST_NAMES = 3;

  private static String changes(Json revision) {
    List<Json> changes = new java.util.ArrayList<>(revision.at("changes").items());
    int processes = changes.size();
    List<String> named =
        changes.stream()
            .limit(MOST_NAMES)
            .map(change -> change.text("action") + " " + change.text("name"))
            .toList();
    String text = String.join(", ", named);
    if (processes > MOST_NAMES) {
      text += " and " + (processes - MOST_NAMES) + " more";
    }
    int policies = revision.at("policies").items().size();
    if (policies > 0) {
      String words = policies == 1 ? "1 policy" : policies + " policies";
      text = text.isEmpty() ? words : text + ", " + words;
    }
    return StatusTable.orDash(text);
  }
}
