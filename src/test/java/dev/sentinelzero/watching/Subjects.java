package dev.sentinelzero.watching;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec.WatchRule;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.units.Durations;

/** Processes with a rule. */
final class Subjects {
  private Subjects() {}

  static Managed wanted(String name, WatchRule rule) {
    ObjectNode process = new ObjectMapper().createObjectNode();
    process.put("name", name).put("directory", "/");
    process.putArray("command").add("/bin/true");
    ObjectNode watch = process.putObject("watch");
    rule.paths().forEach(watch.withArray("paths")::add);
    rule.ignore().forEach(watch.withArray("ignore")::add);
    watch.put("debounce", Durations.format(rule.debounce()));
    Managed managed = Managed.defined(ProcessFile.readDefinition(process));
    return with(managed, Wanted.UP);
  }

  static Managed unwanted(Managed up) {
    return with(up, Wanted.DOWN);
  }

  private static Managed with(Managed managed, Wanted wanted) {
    return new Managed(
        managed.definition(), wanted, managed.state(), managed.history(), managed.agenda());
  }
}
