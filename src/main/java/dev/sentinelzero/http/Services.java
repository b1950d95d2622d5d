package dev.sentinelzero.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.runtime.Projects;
import dev.sentinelzero.runtime.Sampler;
import dev.sentinelzero.runtime.Supervisor;
import java.util.function.Supplier;

/** What the routes stand on. */
public record Services(
    Supervisor supervisor,
    Projects projects,
    Sampler sampler,
    Archive archive,
    LogSource logs,
    EventSource events,
    DaemonControl daemon,
    Supplier<Moment> clock) {
  /** The same with what has to be looked up at once. */
  ObjectNode measured(Managed managed) {
    ObjectNode view = view(managed);
    view.put("open_files", sampler.openFiles(managed).orElse(null));
    return view;
  }

  ObjectNode view(Managed managed) {
    return Views.process(managed, clock.get(), sampler.usage(managed.name()));
  }
}
