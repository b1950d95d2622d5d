package dev.sentinelzero.importing;

import dev.sentinelzero.config.Item;
import dev.sentinelzero.config.Items;
import dev.sentinelzero.config.Problem;
import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.importing.SourceFiles.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An ecosystem file of pm2 in JSON or YAML. */
final class Pm2Import implements Importer {
  @Override
  public void read(Source source, Session session) {
    String lower = source.path().toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".js") || lower.endsWith(".cjs") || lower.endsWith(".mjs")) {
      throw new ImportException(
          source.shown()
              + " is a program; 'config import --from pm2 --allow-exec' runs it with node to learn"
              + " what it says");
    }
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
    read(parse(session.files().text(source), source, yaml), source, session, true);
  }

  /**
   * Reads what a file evaluated to.
   *
   * @param json its text
   */
  static void readEvaluated(String json, Source source, Session session) {
    new Pm2Import().read(parse(json, source, false), source, session, false);
  }

  private static Item parse(String text, Source source, boolean yaml) {
    try {
      return yaml ? Items.yaml(text) : Items.relaxedJson(text);
    } catch (ProblemsException e) {
      Problem problem = e.problems().getFirst();
      throw new ImportException(problem.describe(source.shown()));
    }
  }

  private void read(Item root, Source source, Session session, boolean lined) {
    List<Item> apps = new ArrayList<>();
    if (root instanceof Item.Mapping map) {
      Fields top = new Fields(source.shown(), lined, map);
      Item inner = top.item("apps").orElse(map);
      apps.addAll(inner instanceof Item.Listing list ? list.items() : List.of(inner));
      if (inner != map) {
        for (String key : top.others()) {
          session
              .findings()
              .unmapped(top.place(key), key, key.equals("deploy") ? DEPLOY : "it starts nothing");
        }
      }
    } else if (root instanceof Item.Listing list) {
      apps.addAll(list.items());
    }
    if (apps.isEmpty()) {
      throw new ImportException(source.shown() + " has no apps");
    }
    session.draft().runIn(source.folder());
    for (Item app : apps) {
      if (!(app instanceof Item.Mapping map)) {
        throw new ImportException(source.shown() + ": each of apps must be a map");
      }
      new Pm2App(new Fields(source.shown(), lined, map), source, session).add();
    }
    Place whole = new Place(source.shown(), 0);
    session
        .findings()
        .note(
            whole,
            "",
            "the environment of your shell does not reach the processes; name what is needed in 'inherit'");
  }

  private static final String DEPLOY = "deployment is not the work of a process manager";
}
