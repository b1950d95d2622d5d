package dev.sentinelzero.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Installs the daemon as a service, removes it and tells how it is. Doing a thing twice does
 * nothing the second time.
 */
public final class ServiceInstaller {
  /** Stands for the PATH where a service file is compared with what would be written now. */
  private static final String ANY_PATH = "@any-path@";

  private final Machine machine;
  private final ServiceSystem system;

  /**
   * What was done.
   *
   * @param file the service file
   * @param changed whether anything was done at all
   * @param done each thing, in words for the user
   */
  public record Report(Path file, boolean changed, List<String> done) {}

  /**
   * How the service is.
   *
   * @param file where the service file is or would be
   * @param installed whether it is there
   * @param active whether the daemon runs as a service
   * @param enabled whether it starts with the machine
   * @param stale whether the file is not what install would write now (another home or launcher, an
   *     older version), or names a launcher that is gone; a PATH of its own is not stale
   * @param pid of the daemon
   */
  public record Status(
      Path file,
      boolean installed,
      boolean active,
      boolean enabled,
      boolean stale,
      OptionalLong pid) {}

  /** For a machine, through its commands. */
  public ServiceInstaller(Machine machine, ServiceControl control) {
    this(
        machine,
        switch (machine.manager()) {
          case LAUNCHD -> new Launchd(machine, control);
          case SYSTEMD -> new Systemd(machine, control);
        });
  }

  ServiceInstaller(Machine machine, ServiceSystem system) {
    this.machine = machine;
    this.system = system;
  }

  /**
   * Installs the service, or brings one that is there up to date. Processes that run go on running.
   *
   * @throws ServiceException when it can't be
   */
  public Report install(Request request) throws ServiceException {
    Request.Scope scope = request.scope();
    allowed(request, "install");
    system.require(scope);
    if (!Files.isExecutable(request.launcher())) {
      throw new ServiceException(
          ServiceException.Code.FAILED, request.launcher() + " is not a program", "");
    }
    ServiceFile.prepareHome(request.home());
    Path file = system.file(scope);
    Optional<String> before = ServiceFile.read(file);
    String text = system.text(request, before);
    List<String> done = new ArrayList<>();
    boolean changed = !before.equals(Optional.of(text));
    if (changed) {
      ServiceFile.write(file, text);
      done.add("wrote " + file);
    }
    done.addAll(system.activate(scope, changed));
    return new Report(file, !done.isEmpty(), List.copyOf(done));
  }

  /**
   * Stops the service with its processes, and removes it; the home stays.
   *
   * @param request as for install; only its scope and launcher matter
   * @throws ServiceException when it can't be
   */
  public Report uninstall(Request request) throws ServiceException {
    Request.Scope scope = request.scope();
    allowed(request, "uninstall");
    Path file = system.file(scope);
    system.require(scope);
    List<String> done = new ArrayList<>(system.deactivate(scope));
    if (ServiceFile.delete(file)) {
      done.add("deleted " + file);
    }
    if (!done.isEmpty()) {
      system.forget(scope);
    }
    return new Report(file, !done.isEmpty(), List.copyOf(done));
  }

  /**
   * How the service is.
   *
   * @param request as install would get it now
   * @throws ServiceException when the service file can't be read
   */
  public Status status(Request request) throws ServiceException {
    Path file = system.file(request.scope());
    Optional<String> text = ServiceFile.read(file);
    if (text.isEmpty()) {
      return new Status(file, false, false, false, false, OptionalLong.empty());
    }
    ServiceSystem.Look look = system.look(request.scope());
    return new Status(
        file, true, look.active(), look.enabled(), stale(request, text.get()), look.pid());
  }

  private boolean stale(Request request, String installed) {
    Request any = new Request(request.home(), request.scope(), request.launcher(), ANY_PATH);
    String wanted = system.text(any, Optional.of(installed));
    int at = wanted.indexOf(ANY_PATH);
    boolean same =
        installed.startsWith(wanted.substring(0, at))
            && installed.endsWith(wanted.substring(at + ANY_PATH.length()));
    return !same || !Files.isExecutable(request.launcher());
  }

  private void allowed(Request request, String verb) throws ServiceException {
    if (request.scope() == Request.Scope.SYSTEM && !machine.user().root()) {
      throw new ServiceException(
          ServiceException.Code.FORBIDDEN,
          "the machine's services belong to root",
          "sudo " + request.launcher() + " service " + verb + " --system, or use --user");
    }
  }
}
