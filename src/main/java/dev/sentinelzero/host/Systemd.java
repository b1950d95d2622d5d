package dev.sentinelzero.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Services under systemd: a user's unit, which lingers without a login, or the machine's. */
final class Systemd implements ServiceSystem {
  /** systemd passes over sections that begin with X-; uninstall looks for it. */
  private static final String LINGER =
      "\n[X-SentinelZero]\n# Lingering was off before: uninstall turns it off again.\nLinger=ours\n";

  private final Machine machine;
  private final Commands commands;

  Systemd(Machine machine, ServiceControl control) {
    this.machine = machine;
    this.commands = new Commands(control);
  }

  @Override
  public Path file(Request.Scope scope) {
    return switch (scope) {
      case USER -> machine.user().home().resolve(".config/systemd/user/" + SystemdUnit.NAME);
      case SYSTEM -> machine.root().resolve("etc/systemd/system/" + SystemdUnit.NAME);
    };
  }

  @Override
  public String text(Request request, Optional<String> installed) {
    boolean ours =
        request.scope() == Request.Scope.USER
            && installed.map(Systemd::lingerIsOurs).orElseGet(() -> !lingers());
    return SystemdUnit.of(request) + (ours ? LINGER : "");
  }

  private static boolean lingerIsOurs(String unit) {
    return unit.endsWith(LINGER);
  }

  private boolean lingers() {
    return Files.exists(machine.root().resolve("var/lib/systemd/linger/" + machine.user().name()));
  }

  @Override
  public void require(Request.Scope scope) throws ServiceException {
    if (!Files.isDirectory(machine.root().resolve("run/systemd/system"))) {
      throw new ServiceException(
          ServiceException.Code.UNAVAILABLE,
          "systemd does not run on this machine, so it can't start a service",
          "in a container, make 'sentinelzero daemon' its command");
    }
  }

  @Override
  public List<String> activate(Request.Scope scope, boolean changed) throws ServiceException {
    List<String> done = new ArrayList<>();
    // First: it also starts the user's systemd, where there is no login.
    if (scope == Request.Scope.USER && !lingers()) {
      commands.must("loginctl", "enable-linger", machine.user().name());
      done.add("made services of " + machine.user().name() + " run without a login");
    }
    if (changed) {
      must(scope, "daemon-reload");
    }
    Look now = look(scope);
    if (!now.enabled()) {
      must(scope, "enable", SystemdUnit.NAME);
      done.add("enabled " + SystemdUnit.NAME);
    }
    if (!now.active()) {
      // Not waited for: a first start may have to build.
      must(scope, "start", "--no-block", SystemdUnit.NAME);
      done.add("started " + SystemdUnit.NAME);
    } else if (changed) {
      // Killed, not restarted: systemd starts it again from the new unit, and the processes go on
      // meanwhile.
      must(scope, "kill", "--kill-who=main", "--signal=KILL", SystemdUnit.NAME);
      done.add("restarted " + SystemdUnit.NAME + ", its processes left running");
    }
    return done;
  }

  @Override
  public List<String> deactivate(Request.Scope scope) throws ServiceException {
    List<String> done = new ArrayList<>();
    Look now = look(scope);
    if (now.active() || now.enabled() || Files.exists(file(scope))) {
      must(scope, "disable", SystemdUnit.NAME);
      // May take as long as its processes take to end, which is more than a command may.
      must(scope, "stop", "--no-block", SystemdUnit.NAME);
      done.add("stopped and disabled " + SystemdUnit.NAME);
    }
    if (scope == Request.Scope.USER
        && ServiceFile.read(file(scope)).filter(Systemd::lingerIsOurs).isPresent()) {
      commands.must("loginctl", "disable-linger", machine.user().name());
      done.add("made services of " + machine.user().name() + " end with the last login again");
    }
    return done;
  }

  @Override
  public void forget(Request.Scope scope) throws ServiceException {
    must(scope, "daemon-reload");
    ask(scope, "reset-failed", SystemdUnit.NAME);
  }

  @Override
  public Look look(Request.Scope scope) {
    String state =
        ask(scope, "show", "--property=ActiveState,UnitFileState,MainPID", SystemdUnit.NAME)
            .output();
    String active = value(state, "ActiveState");
    String pid = value(state, "MainPID");
    return new Look(
        active.equals("active") || active.equals("activating") || active.equals("reloading"),
        value(state, "UnitFileState").equals("enabled"),
        pid.matches("[1-9]\\d{0,9}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty());
  }

  private static String value(String properties, String name) {
    return properties
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private ServiceControl.Outcome ask(Request.Scope scope, String... words) {
    return commands.ask(systemctl(scope, words));
  }

  private void must(Request.Scope scope, String... words) throws ServiceException {
    commands.must(systemctl(scope, words));
  }

  private static String[] systemctl(Request.Scope scope, String... words) {
    Stream<String> start =
        scope == Request.Scope.USER ? Stream.of("systemctl", "--user") : Stream.of("systemctl");
    return Stream.concat(start, Arrays.stream(words)).toArray(String[]::new);
  }
}
