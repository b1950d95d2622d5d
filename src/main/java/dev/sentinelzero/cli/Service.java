package dev.sentinelzero.cli;

import dev.sentinelzero.host.Machine;
import dev.sentinelzero.host.ServiceControl;
import dev.sentinelzero.host.ServiceException;
import dev.sentinelzero.host.ServiceInstaller;
import dev.sentinelzero.host.SystemServiceControl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code service install|uninstall|status}: the daemon as a service of launchd or systemd. */
final class Service implements Verb {
  private final String action;
  private final Optional<Host> given;

  /** The machine, and what runs its service commands. */
  record Host(Machine machine, ServiceControl control) {
    static Host here() {
      Machine machine = Machine.here();
      return new Host(machine, new SystemServiceControl(machine.user().uid()));
    }
  }

  Service(String action) {
    this(action, Optional.empty());
  }

  /**
   * Makes the verb.
   *
   * @param action install, uninstall or status
   * @param given the machine; absent for this one
   */
  Service(String action, Optional<Host> given) {
    this.action = action;
    this.given = given;
  }

  @Override
  public Syntax syntax() {
    String summary =
        switch (action) {
          case "install" -> "start the daemon with the machine, by launchd or systemd";
          case "uninstall" -> "no longer start the daemon with the machine";
          default -> "show whether the daemon is a service";
        };
    return Syntax.of(
        "service " + action,
        summary,
        List.of("[--user | --system]"),
        Syntax.Operands.NONE,
        List.of(
            Option.flag("user", "for this user (the default, but for root)"),
            Option.flag("system", "for the machine, as root")));
  }

  @Override
  public int run(Call call) {
    Host host = given.orElseGet(Host::here);
    ServiceInstaller installer = new ServiceInstaller(host.machine(), host.control());
    dev.sentinelzero.host.Request request = request(call, host.machine());
    try {
      return switch (action) {
        case "install" -> told(call, installer.install(request));
        case "uninstall" -> told(call, installer.uninstall(request));
        default -> shown(call, installer.status(request));
      };
    } catch (ServiceException e) {
      throw Failure.of(code(e), String.valueOf(e.getMessage()), e.hint());
    }
  }

  private static int code(ServiceException e) {
    return switch (e.code()) {
      case FORBIDDEN -> ExitCode.FORBIDDEN;
      case UNAVAILABLE -> ExitCode.CONFLICT;
      case FAILED -> ExitCode.FAILED;
    };
  }

  private static dev.sentinelzero.host.Request request(Call call, Machine machine) {
    boolean user = call.arguments().has("user");
    boolean system = call.arguments().has("system");
    if (user && system) {
      throw Failure.usage("either --user or --system", "");
    }
    List<String> launcher = call.surroundings().ports().launcher();
    if (launcher.isEmpty()) {
      throw Failure.of(ExitCode.FAILED, "it isn't known which program to start", "");
    }
    return new dev.sentinelzero.host.Request(
        call.home().folder(),
        system || !user && machine.user().root()
            ? dev.sentinelzero.host.Request.Scope.SYSTEM
            : dev.sentinelzero.host.Request.Scope.USER,
        Path.of(launcher.getFirst()),
        call.surroundings().variable("PATH"));
  }

  private static int told(Call call, ServiceInstaller.Report report) {
    if (call.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("file", report.file().toString());
      view.put("changed", report.changed());
      view.put("done", report.done());
      call.print(Json.of(view));
    } else if (report.changed()) {
      report.done().forEach(call::say);
    } else {
      call.say("nothing to do");
    }
    return ExitCode.DONE;
  }

  private static int shown(Call call, ServiceInstaller.Status status) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("file", status.file().toString());
    view.put("installed", status.installed());
    view.put("active", status.active());
    view.put("enabled", status.enabled());
    view.put("stale", status.stale());
    view.put("pid", status.pid().isPresent() ? status.pid().getAsLong() : Json.NULL);
    if (call.json()) {
      call.print(Json.of(view));
    } else {
      view.forEach((key, value) -> call.say(key + ": " + Json.of(value).text()));
    }
    return ExitCode.DONE;
  }
}
