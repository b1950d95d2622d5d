package dev.sentinelzero.cli;

import dev.sentinelzero.config.ProblemsException;
import dev.sentinelzero.config.SettingKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code settings set}: changes a setting in {@code config.yaml}. */
final class SettingsSet implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "settings set",
        "change a setting in config.yaml",
        List.of("KEY VALUE"),
        Syntax.Operands.WORDS,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<String> words = call.arguments().words();
    if (words.size() != 2) {
      throw Failure.usage("a setting and its value are needed", "settings set logging.level debug");
    }
    SettingKey key = SettingsShow.key(words.getFirst());
    try {
      new SettingsFile(call.home().folder()).set(key, words.getLast());
    } catch (ProblemsException e) {
      throw Failure.usage(e.problems().getFirst().toString(), "config.yaml is unchanged");
    }
    boolean runs = RunningDaemon.answers(call);
    if (runs && key.path().equals("logging.level")) {
      call.api()
          .send(Request.with("PATCH", "/system", Json.of(Map.of("log_level", words.getLast()))));
    } else if (runs) {
      call.note("it counts from the daemon's next start: sentinelzero daemon restart");
    }
    return ExitCode.DONE;
  }
}
