package dev.sentinelzero.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Services under launchd: an agent for a user, a daemon for the machine. */
final class Launchd implements ServiceSystem {
  private static final Pattern PID = Pattern.compile("(?m)^\\s*pid = (\\d+)$");
  private static final String ON = "\"" + LaunchdPlist.LABEL + "\" => ";

  private final Machine machine;
  private final Commands commands;
  private final Duration pause;
  private final int patience;

  Launchd(Machine machine, ServiceControl control) {
    this(machine, control, Duration.ofMillis(250));
  }

  /** With another pause between two looks at a service that is leaving, for tests. */
  Launchd(Machine machine, ServiceControl control, Duration pause) {
    this.machine = machine;
    this.commands = new Commands(control);
    this.pause = pause;
    this.patience = 400;
  }

  @Override
  public Path file(Request.Scope scope) {
    String name = LaunchdPlist.LABEL + ".plist";
    return switch (scope) {
      case USER -> machine.user().home().resolve("Library/LaunchAgents").resolve(name);
      case SYSTEM -> machine.root().resolve("Library/LaunchDaemons").resolve(name);
    };
  }

  @Override
  public String text(Request request, Optional<String> installed) {
    return LaunchdPlist.of(request);
  }

  @Override
  public void require(Request.Scope scope) throws ServiceException {
    ServiceControl.Outcome outcome = commands.ask("launchctl", "print", domain(scope));
    if (!outcome.succeeded()) {
      throw new ServiceException(
          ServiceException.Code.UNAVAILABLE,
          "launchd has no domain " + domain(scope) + ": " + outcome.brief(),
          "a user's service needs a login at the screen; without one, use --system");
    }
  }

  @Override
  public List<String> activate(Request.Scope scope, boolean changed) throws ServiceException {
    List<String> done = new ArrayList<>();
    boolean loaded = print(scope).succeeded();
    if (loaded && !changed && enabled(scope)) {
      return done;
    }
    if (loaded && changed) {
      // Killed first: a daemon that is told to end ends its processes, one that is killed leaves
      // them to its successor.
      commands.ask("launchctl", "kill", "SIGKILL", target(scope));
      leave(scope);
      loaded = false;
    }
    commands.must("launchctl", "enable", target(scope));
    if (!loaded) {
      commands.must("launchctl", "bootstrap", domain(scope), file(scope).toString());
    }
    // RunAtLoad has started it; this starts one that launchd holds back after a crash, and leaves a
    // running one alone.
    commands.ask("launchctl", "kickstart", target(scope));
    done.add("loaded " + target(scope));
    return done;
  }

  @Override
  public List<String> deactivate(Request.Scope scope) throws ServiceException {
    if (!print(scope).succeeded()) {
      return List.of();
    }
    leave(scope);
    return List.of("unloaded " + target(scope));
  }

  /**
   * Unloads it and waits until it is gone: bootout answers before, and bootstrap fails until then.
   */
  private void leave(Request.Scope scope) throws ServiceException {
    commands.ask("launchctl", "bootout", target(scope));
    for (int looks = 0; looks < patience; looks++) {
      if (!print(scope).succeeded()) {
        return;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new ServiceException(
        ServiceException.Code.FAILED, target(scope) + " is still loaded", "try again in a while");
  }

  @Override
  public void forget(Request.Scope scope) {
    // launchd keeps the enabled state of a label for ever; enabled is its state of an unknown one.
    commands.ask("launchctl", "enable", target(scope));
  }

  @Override
  public Look look(Request.Scope scope) {
    ServiceControl.Outcome print = print(scope);
    Matcher pid = PID.matcher(print.output());
    OptionalLong found =
        print.succeeded() && pid.find()
            ? OptionalLong.of(Long.parseLong(pid.group(1)))
            : OptionalLong.empty();
    return new Look(found.isPresent(), print.succeeded() && enabled(scope), found);
  }

  private boolean enabled(Request.Scope scope) {
    String disabled = commands.ask("launchctl", "print-disabled", domain(scope)).output();
    return !disabled.contains(ON + "disabled") && !disabled.contains(ON + "true");
  }

  private ServiceControl.Outcome print(Request.Scope scope) {
    return commands.ask("launchctl", "print", target(scope));
  }

  private String domain(Request.Scope scope) {
    return switch (scope) {
      case USER -> "gui/" + machine.user().uid();
      case SYSTEM -> "system";
    };
  }

  private String target(Request.Scope scope) {
    return domain(scope) + "/" + LaunchdPlist.LABEL;
  }
}
