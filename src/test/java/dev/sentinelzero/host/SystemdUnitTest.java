package dev.sentinelzero.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdUnitTest {
  @TempDir Path folder;

  @Test
  void saysEverythingThatSystemdHasToKnow() {
    String unit =
        SystemdUnit.of(
            new Request(
                Path.of("/var/lib/sentinelzero"),
                Request.Scope.SYSTEM,
                Path.of("/opt/sz/sentinelzero"),
                "/usr/bin:/bin"));

    assertThat(unit.lines())
        .contains(
            "Type=notify",
            "NotifyAccess=main",
            "WatchdogSec=60",
            "KillMode=process",
            "Delegate=yes",
            "TasksMax=infinity",
            "Restart=always",
            "LimitNOFILE=65536",
            "StartLimitIntervalSec=0",
            "ExecStart=\"/opt/sz/sentinelzero\" --home \"/var/lib/sentinelzero\" daemon",
            "Environment=\"PATH=/usr/bin:/bin\"",
            "WantedBy=multi-user.target");
  }

  @Test
  void nothingInAPathMeansAnything() {
    Request odd =
        new Request(
            Path.of("/a \"b\\c%n$X"), Request.Scope.USER, Path.of("/l$X %h/sz"), "/p%/a b:$Y");

    assertThat(SystemdUnit.of(odd).lines())
        .contains(
            "ExecStart=\"/l$X %%h/sz\" --home \"/a \\\"b\\\\c%%n$$X\" daemon",
            "Environment=\"PATH=/p%%/a b:$Y\"", "WantedBy=default.target");
  }

  @Test
  void aProgramWhoseNameSystemdRefusesIsStartedByAShell() {
    Request odd = new Request(Path.of("/h"), Request.Scope.USER, Path.of("/it's/$sz"), "/bin");

    assertThat(SystemdUnit.of(odd).lines())
        .contains(
            "ExecStart=/bin/sh -c \"exec \\\"$$0\\\" \\\"$$@\\\"\" \"/it's/$$sz\" --home \"/h\" daemon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a b", "50%n", "quo\"te's", "Straße 日本", "$HOME ${x}", "back\\slash;x"})
  void systemdAcceptsIt(String name) throws Exception {
    ServiceControl control = new SystemServiceControl(0);
    assumeTrue(
        control.run(List.of("systemd-analyze", "--version")).succeeded(),
        "systemd-analyze is not installed here");
    Path launcher = folder.resolve(name).resolve("sentinelzero");
    Files.createDirectories(launcher.getParent());
    Files.writeString(launcher, "#!/bin/sh\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path unit = folder.resolve(SystemdUnit.NAME);
    Files.writeString(
        unit,
        SystemdUnit.of(
            new Request(
                folder.resolve(name), Request.Scope.SYSTEM, launcher, "/usr/bin:/bin:/" + name)));

    ServiceControl.Outcome outcome =
        control.run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()));

    // It also finds fault with other units of the machine: only ours count. The program is looked
    // for, so a name that
    // was not escaped well would not be found.
    assertThat(
            outcome
                .output()
                .lines()
                .filter(line -> line.contains(SystemdUnit.NAME) || line.contains("sentinelzero")))
        .isEmpty();
  }

  @Test
  void systemdAnalyzeWouldHaveNoticedAnUnknownSetting() throws Exception {
    ServiceControl control = new SystemServiceControl(0);
    assumeTrue(
        control.run(List.of("systemd-analyze", "--version")).succeeded(),
        "systemd-analyze is not installed here");
    Path unit = folder.resolve(SystemdUnit.NAME);
    Files.writeString(unit, "[Service]\nExecStart=/no/such/sentinelzero\nKilMode=process\n");

    ServiceControl.Outcome outcome =
        control.run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()));

    assertThat(outcome.output()).contains("KilMode").contains("/no/such/sentinelzero");
  }
}
