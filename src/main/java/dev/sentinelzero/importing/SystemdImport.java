package dev.sentinelzero.importing;

import dev.sentinelzero.importing.SourceFiles.Source;
import dev.sentinelzero.importing.UnitFile.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Units of systemd: services, and timers that start them. */
final class SystemdImport implements Importer {
  private final Map<String, SystemdService> services = new LinkedHashMap<>();
  private final Map<String, UnitFile> timers = new LinkedHashMap<>();

  @Override
  public void read(Source source, Session session) {
    String unit = source.path().getFileName().toString();
    UnitFile file = unit(source, session);
    if (unit.endsWith(".timer")) {
      timers.put(unit, file);
    } else if (unit.endsWith(".service")) {
      services.put(unit, new SystemdService(unit, file, session));
    } else {
      throw new ImportException(
          source.shown() + " is neither a .service nor a .timer; other units start no process");
    }
  }

  private static UnitFile unit(Source source, Session session) {
    UnitFile file = new UnitFile();
    file.add(session.files().text(source), source.shown());
    String name = source.path().getFileName().toString();
    List<String> folders = new ArrayList<>();
    if (name.matches(".+@.+\\.[a-z]+")) {
      folders.add(name.replaceFirst("@.+(\\.[a-z]+)$", "@$1") + ".d");
    }
    folders.add(name + ".d");
    for (String folder : folders) {
      for (Path dropIn :
          new TreeSet<>(session.files().matching(source.folder(), folder + "/*.conf"))) {
        Source other = source.beside(dropIn);
        file.add(session.files().text(other), other.shown());
      }
    }
    return file;
  }

  @Override
  public void finish(Session session) {
    Map<String, SystemdTimer> timed = new LinkedHashMap<>();
    timers.forEach(
        (name, file) -> {
          String stem = name.substring(0, name.length() - ".timer".length());
          String unit = file.text("Unit").orElse(stem + ".service");
          if (services.containsKey(unit)) {
            timed.put(unit, new SystemdTimer(file, session));
          } else {
            Place place =
                file.effective().isEmpty()
                    ? new Place(name, 0)
                    : file.effective().getFirst().place();
            session
                .findings()
                .unmapped(
                    place, "Unit", "its service " + unit + " is not imported; name that file too");
          }
        });
    if (services.isEmpty()) {
      throw new ImportException("there is no service in what is imported; name the .service files");
    }
    services.values().forEach(SystemdService::read);
    services.values().forEach(service -> service.link(services));
    services.forEach((unit, service) -> service.add(timed.get(unit)));
    services.values().forEach(service -> service.rename(services));
    Line first = services.values().iterator().next().firstLine();
    session
        .findings()
        .note(
            new Place(first.place().file(), 0),
            "",
            "sandboxing, sockets and targets stay with systemd; the daemon itself can be one of its"
                + " services ('sentinelzero service install')");
  }
}
