package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** In which order processes begin and end that need each other. */
final class Ordering {
  private final Neighbourhood neighbourhood;

  Ordering(Neighbourhood neighbourhood) {
    this.neighbourhood = neighbourhood;
  }

  /**
   * What has to be started beside the selected, because they need it: each once, without the
   * selected themselves and what is up already.
   */
  List<Managed> alsoStarted(Collection<Managed> selected) {
    Map<String, Managed> known = new LinkedHashMap<>();
    selected.forEach(managed -> known.put(managed.name().key(), managed));
    List<Managed> also = new ArrayList<>();
    List<Managed> open = new ArrayList<>(selected);
    while (!open.isEmpty()) {
      Managed next = open.removeLast();
      for (Managed needed : neighbourhood.neededBy(next.definition())) {
        if (known.putIfAbsent(needed.name().key(), needed) == null) {
          open.add(needed);
          if (isDown(needed)) {
            also.add(needed);
          }
        }
      }
    }
    return also;
  }

  /**
   * Has commands taken in the order in which processes need each other: each when those that it
   * needs have taken theirs. Who needs nothing of each other is asked side by side.
   *
   * @param others processes that are begun too, because the selected need them
   * @param beginOther has one of the others take its command
   * @param begin has one of the selected take its command
   */
  Map<ProcessName, CompletableFuture<Outcome>> begin(
      List<Managed> others,
      Function<Managed, CompletableFuture<Outcome>> beginOther,
      List<Managed> selected,
      Function<Managed, CompletableFuture<Outcome>> begin) {
    Set<ProcessName> too = new HashSet<>();
    others.forEach(managed -> too.add(managed.name()));
    List<Managed> all = new ArrayList<>(others);
    all.addAll(selected);
    Map<ProcessName, CompletableFuture<Outcome>> taken = new HashMap<>();
    for (Managed managed : neededFirst(all)) {
      CompletableFuture<?>[] earlier =
          neighbourhood.neededBy(managed.definition()).stream()
              .map(needed -> taken.get(needed.name()))
              .filter(Objects::nonNull)
              .toArray(CompletableFuture[]::new);
      boolean other = too.contains(managed.name());
      taken.put(
          managed.name(),
          CompletableFuture.allOf(earlier)
              .thenCompose(done -> (other ? beginOther : begin).apply(managed)));
    }
    return taken;
  }

  /** The selected, those first that others of them need; otherwise in the order given. */
  List<Managed> neededFirst(List<Managed> selected) {
    Map<String, Managed> among = new LinkedHashMap<>();
    selected.forEach(managed -> among.put(managed.name().key(), managed));
    Map<String, Managed> ordered = new LinkedHashMap<>();
    selected.forEach(managed -> order(managed, among, ordered));
    return List.copyOf(ordered.values());
  }

  private void order(Managed managed, Map<String, Managed> among, Map<String, Managed> ordered) {
    if (among.remove(managed.name().key()) == null) {
      return;
    }
    for (Managed needed : neighbourhood.neededBy(managed.definition())) {
      Managed selected = among.get(needed.name().key());
      if (selected != null) {
        order(selected, among, ordered);
      }
    }
    ordered.put(managed.name().key(), managed);
  }

  private static boolean isDown(Managed managed) {
    return managed.wanted() == Wanted.DOWN || managed.state() instanceof State.Failed;
  }

  /**
   * Ends processes, those first that need others of them, side by side where none needs the other.
   *
   * @param end has one ended; asked only once all that need it have answered
   */
  Map<ProcessName, CompletableFuture<Outcome>> end(
      List<Managed> selected, Function<Managed, CompletableFuture<Outcome>> end) {
    Map<ProcessName, Managed> among = new LinkedHashMap<>();
    selected.forEach(managed -> among.put(managed.name(), managed));
    Map<ProcessName, CompletableFuture<Outcome>> ends = new HashMap<>();
    Ending ending = new Ending(among, end, ends);
    selected.forEach(ending::of);
    return ends;
  }

  /** The ends that were asked for; definitions form no circle, which the reader has seen to. */
  private final class Ending {
    private final Map<ProcessName, Managed> among;
    private final Function<Managed, CompletableFuture<Outcome>> end;
    private final Map<ProcessName, CompletableFuture<Outcome>> ends;

    Ending(
        Map<ProcessName, Managed> among,
        Function<Managed, CompletableFuture<Outcome>> end,
        Map<ProcessName, CompletableFuture<Outcome>> ends) {
      this.among = among;
      this.end = end;
      this.ends = ends;
    }

    CompletableFuture<Outcome> of(Managed managed) {
      CompletableFuture<Outcome> known = ends.get(managed.name());
      if (known != null) {
        return known;
      }
      CompletableFuture<Outcome> promise = new CompletableFuture<>();
      ends.put(managed.name(), promise);
      CompletableFuture<?>[] earlier =
          neighbourhood.dependentsOf(managed.name()).stream()
              .map(dependent -> among.get(dependent.name()))
              .filter(dependent -> dependent != null)
              .map(this::of)
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(earlier)
          .thenCompose(done -> end.apply(managed))
          .whenComplete(
              (outcome, failure) -> {
                if (failure == null) {
                  promise.complete(outcome);
                } else {
                  promise.completeExceptionally(failure);
                }
              });
      return promise;
    }
  }
}
