package dev.sentinelzero.cli;

import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.config.SettingKey;
import dev.sentinelzero.units.Suggestion;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code settings show} and {@code settings get}: the daemon's settings as they would be now. */
final class SettingsShow implements Verb {
  private final boolean one;

  SettingsShow(boolean one) {
    this.one = one;
  }

  @Override
  public Syntax syntax() {
    return one
        ? Syntax.of(
            "settings get", "show one setting", List.of("KEY"), Syntax.Operands.WORDS, List.of())
        : Syntax.of(
            "settings show",
            "show the daemon's settings",
            List.of("[--origin]"),
            Syntax.Operands.NONE,
            List.of(Option.flag("origin", "where each comes from: default, file or environment")));
  }

  @Override
  public int run(Call call) throws IOException {
    DaemonSettings settings = new SettingsFile(call.home().folder()).read(call);
    if (one) {
      String value = settings.entry(key(call.only("the setting's name"))).value();
      call.say(call.json() ? Json.of(value).toString() : value);
    } else if (call.json()) {
      call.print(
          Json.of(
              Map.of("settings", settings.entries().stream().map(SettingsShow::view).toList())));
    } else {
      call.print(table(settings, call.arguments().has("origin")));
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> view(DaemonSettings.Entry entry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", entry.key().path());
    view.put("value", entry.value());
    view.put("origin", entry.origin().word());
    return view;
  }

  private static Table table(DaemonSettings settings, boolean origin) {
    Table table = new Table().column("KEY", 0);
    if (origin) {
      table.column("ORIGIN", 1);
    }
    table.column("VALUE", 0);
    for (DaemonSettings.Entry entry : settings.entries()) {
      Table.Cell key = Table.cell(entry.key().path(), Ink.BOLD);
      Table.Cell value = Table.cell(StatusTable.orDash(entry.value()));
      table.row(
          origin ? List.of(key, Table.cell(entry.origin().word()), value) : List.of(key, value));
    }
    return table;
  }

  /** The setting of a name. */
  static SettingKey key(String name) {
    return SettingKey.of(name)
        .orElseThrow(
            () ->
                Failure.of(
                    ExitCode.NOT_FOUND,
                    "there is no setting '" + Visible.of(name) + "'",
                    Suggestion.nearest(name, SettingKey.paths())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("sentinelzero settings show lists them")));
  }
}
