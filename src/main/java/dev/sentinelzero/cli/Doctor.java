package dev.sentinelzero.cli;

import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.config.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code doctor}: looks for what is wrong or will be. */
final class Doctor implements Verb {
  private static final long LITTLE = 1L << 30;
  private static final long TOO_LITTLE = 64L << 20;

  private enum Grade {
    OK,
    WARN,
    FAIL;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private record Finding(String what, Grade grade, String text, String hint) {}

  @Override
  public Syntax syntax() {
    return Syntax.of(
        "doctor",
        "look for what is wrong with the home, the daemon and this machine",
        List.of(""),
        Syntax.Operands.NONE,
        List.of());
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Path home = call.home().folder();
    findings.add(java());
    if (Files.isDirectory(home)) {
      findings.add(mode(home));
      findings.add(space(home));
    }
    findings.add(settings(call, home));
    findings.addAll(daemon(call));
    show(call, findings);
    boolean failed = findings.stream().anyMatch(one -> one.grade() == Grade.FAIL);
    return failed ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static Finding java() {
    return new Finding("java", Grade.OK, Runtime.version().toString(), "");
  }

  private static Finding mode(Path home) throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(home));
    return mode.endsWith("------")
        ? new Finding("home", Grade.OK, home + " is ours alone", "")
        : new Finding(
            "home",
            Grade.FAIL,
            home + " can be entered by others (" + mode + ")",
            "chmod 700 " + home);
  }

  private static Finding space(Path home) throws IOException {
    long free = Files.getFileStore(home).getUsableSpace();
    String text = dev.sentinelzero.units.Sizes.brief(free) + " free";
    if (free < TOO_LITTLE) {
      return new Finding("disk", Grade.FAIL, text, "make room, or logs will be dropped");
    }
    return free < LITTLE
        ? new Finding("disk", Grade.WARN, text, "make room soon")
        : new Finding("disk", Grade.OK, text, "");
  }

  private static Finding settings(Call call, Path home) throws IOException {
    try {
      DaemonSettings.read(new SettingsFile(home).text(), call.surroundings().environment());
      return new Finding("settings", Grade.OK, "config.yaml and variables are fine", "");
    } catch (ProblemsException e) {
      return new Finding(
          "settings", Grade.FAIL, e.problems().getFirst().describe("config.yaml"), "mend it");
    }
  }

  private static List<Finding> daemon(Call call) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Json system;
    try {
      system = call.api().get("/system");
    } catch (Failure e) {
      findings.add(new Finding("daemon", Grade.FAIL, e.text(), e.hint().orElse("")));
      return findings;
    }
    findings.add(
        new Finding(
            "daemon",
            Grade.OK,
            "runs as pid " + system.text("pid") + ", version " + system.text("version"),
            ""));
    if (!system.text("version").equals(Cli.version())) {
      findings.add(
          new Finding(
              "version",
              Grade.WARN,
              "this program is " + Cli.version(),
              "sentinelzero daemon restart, which leaves the processes running"));
    }
    for (Json warning : system.at("warnings").items()) {
      findings.add(new Finding("store", Grade.WARN, warning.text(), ""));
    }
    for (Json process :
        call.api().get("/processes?filter=state%3Dfailed").at("processes").items()) {
      String name = process.text("name");
      findings.add(
          new Finding(
              "process",
              Grade.WARN,
              name + " failed: " + process.text("reason"),
              "sentinelzero why " + name));
    }
    return findings;
  }

  private static void show(Call call, List<Finding> findings) {
    if (call.json()) {
      call.print(Json.of(Map.of("findings", findings.stream().map(Doctor::view).toList())));
      return;
    }
    for (Finding finding : findings) {
      Ink ink =
          switch (finding.grade()) {
            case OK -> Ink.GREEN;
            case WARN -> Ink.YELLOW;
            case FAIL -> Ink.RED;
          };
      String grade = ink.on(String.format("%-4s", finding.grade().word()), call.colours());
      call.say(grade + "  " + finding.what() + ": " + Visible.of(finding.text()));
      if (!finding.hint().isEmpty()) {
        call.say("      hint: " + Visible.of(finding.hint()));
      }
    }
  }

  private static Map<String, Object> view(Finding finding) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("what", finding.what());
    view.put("grade", finding.grade().word());
    view.put("text", finding.text());
    view.put("hint", finding.hint());
    return view;
  }
}
