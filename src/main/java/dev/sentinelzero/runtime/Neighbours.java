package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Dependence;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.RestartPolicy;

/** What surrounds one process: asked before its steps, told after them. Answers at once. */
interface Neighbours {
  /** The restart policy in force for a process. */
  RestartPolicy policy(Definition definition);

  /** Whether what a process depends on is there. */
  Dependence dependence(Definition definition);

  /** A run is about to be launched; called once all that it needs is known. */
  void launching(Managed managed, Launcher.Order order);

  /** A process is another than before. */
  void changed(Managed before, Managed after);

  /** An occurrence of its schedule is to run beside the run that it has. */
  void runBeside(Managed managed, Agenda.Occurrence occurrence);

  /** A process was there for one occurrence only, which is over. */
  void retire(Managed managed);
}
