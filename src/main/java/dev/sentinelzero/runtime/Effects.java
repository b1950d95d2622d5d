package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Effect;
import dev.sentinelzero.process.Event;
import dev.sentinelzero.process.Exit;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.Stage;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Step;
import dev.sentinelzero.process.StopRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the effects of steps for one process. Called by the process's thread only; what may
 * block in the kernel is handed to the pool, what may take long runs beside and tells its end.
 */
final class Effects {
  private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

  private final World world;
  private final Neighbours neighbours;
  private final Consumer<Event> tell;
  private final Supplier<Managed> current;
  private final Preparation preparation;
  private final AtomicReference<@Nullable Process> hook = new AtomicReference<>();
  private final Hooks hooks = new Hooks(process -> {});

  /** The tail of what was handed to the pool: effects of one process stay in order. */
  private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

  Effects(World world, Neighbours neighbours, Consumer<Event> tell, Supplier<Managed> current) {
    this.neighbours = neighbours;
    this.world = world;
    this.tell = tell;
    this.current = current;
    this.preparation = new Preparation(world.host());
  }

  void perform(Step step) {
    for (Effect effect : step.effects()) {
      perform(step.next(), effect);
    }
  }

  private void perform(Managed managed, Effect effect) {
    switch (effect) {
      case Effect.Launch(RunId run) -> launch(managed, run);
      case Effect.RecordStop(RunId run, State.Then then, Instant deadline) ->
          inOrder(() -> record(run(managed, run), new Launcher.Stop(then, deadline)));
      case Effect.SendTo(RunId run, Signal signal, StopRule.Scope scope) ->
          inOrder(() -> send(managed, run, signal, scope));
      case Effect.Sweep(RunId run, StopRule.Scope scope) ->
          inOrder(() -> sweep(run(managed, run), scope));
      case Effect.TakeOver(RunId run) ->
          inOrder(() -> world.launcher().takeOver(run(managed, run)));
      case Effect.RunReload(RunId run) -> aside("reload", () -> reload(managed, run));
      case Effect.AfterExit(RunId run, ExitReport report) -> afterExit(managed, run, report);
      case Effect.NoteFiring ignored -> {} // the journal's, see Notes
      case Effect.RunBeside ignored -> {} // done before the state is kept, see ProcessActor
      case Effect.Retire() -> neighbours.retire(managed);
    }
  }

  private static Launcher.Run run(Managed managed, RunId run) {
    return new Launcher.Run(managed.name(), run);
  }

  private void inOrder(Runnable work) {
    try {
      tail = tail.handle((done, failed) -> null).thenRunAsync(work, world.blocking());
      tail.exceptionally(
          e -> {
            LOG.error("{}: an effect failed", current.get().name(), e);
            return null;
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the daemon is ending; {} is left as it is", current.get().name());
    }
  }

  private void send(Managed managed, RunId run, Signal signal, StopRule.Scope scope) {
    endHook(managed);
    world.launcher().send(run(managed, run), signal, scope);
  }

  /** A stop does not wait for the hook before the start. */
  private void endHook(Managed managed) {
    Process running = hook.getAndSet(null);
    if (running != null && managed.state() instanceof State.Stopping) {
      Subcommand.kill(running);
    }
  }

  private void record(Launcher.Run run, Launcher.Stop stop) {
    try {
      world.launcher().recordStop(run, stop);
    } catch (IOException e) {
      LOG.warn("{}: the stop can't be written down: {}", run.name(), e.getMessage());
    }
  }

  private void sweep(Launcher.Run run, StopRule.Scope scope) {
    endHook(current.get());
    List<Long> survivors = world.launcher().sweep(run, scope);
    if (!survivors.isEmpty()) {
      tell.accept(new Event.Survived(run.id(), survivors));
    }
  }

  /** What only needs memory is launched at once; what reads files or runs hooks, beside. */
  private void launch(Managed managed, RunId run) {
    if (!Preparation.mayTakeLong(managed.definition())) {
      prepareAndLaunch(managed, run);
      return;
    }
    aside("start", () -> prepareAndLaunch(managed, run));
  }

  private void prepareAndLaunch(Managed managed, RunId run) {
    try {
      Launcher.Order order = preparation.order(managed, run);
      new Hooks(hook::set).beforeStart(managed.definition(), order);
      hook.set(null);
      if (!(current.get().state() instanceof State.Starting(RunId wanted) && wanted.equals(run))) {
        throw new NotReadyException(Stage.PREPARE, "stopped before it was started");
      }
      neighbours.launching(managed, order);
      world.launcher().launch(order);
    } catch (NotReadyException e) {
      Exit exit = new Exit.NotSpawned(e.stage(), 0, String.valueOf(e.getMessage()));
      tell.accept(new Event.Gone(run, new ExitReport(exit, world.now().wall(), Duration.ZERO)));
    } catch (RuntimeException e) {
      LOG.error("{}: the start failed inside the daemon", managed.name(), e);
      Exit exit = new Exit.NotSpawned(Stage.KEEPER, 0, "internal error: " + e);
      tell.accept(new Event.Gone(run, new ExitReport(exit, world.now().wall(), Duration.ZERO)));
    }
  }

  private void reload(Managed managed, RunId run) {
    try {
      Launcher.Order order = preparation.order(managed, run);
      hooks.reload(managed.definition(), order);
    } catch (NotReadyException e) {
      LOG.warn("{}: the reload failed: {}", managed.name(), e.getMessage());
    }
  }

  private void afterExit(Managed managed, RunId run, ExitReport report) {
    if (managed.definition().spec().rules().hooks().afterExit().isEmpty()) {
      return;
    }
    aside(
        "hook after exit",
        () -> {
          try {
            Launcher.Order order = preparation.order(managed, run);
            hooks.afterExit(managed.definition(), order, report);
          } catch (NotReadyException e) {
            LOG.warn("{}: the hook after_exit failed: {}", managed.name(), e.getMessage());
          }
        });
  }

  private void aside(String what, Runnable work) {
    Thread.ofVirtual().name(what + " of " + current.get().name()).start(work);
  }
}
