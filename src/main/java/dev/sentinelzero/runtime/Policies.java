package dev.sentinelzero.runtime;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.units.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The named restart policies; a change counts from the next exit on. */
public final class Policies {
  private final Map<String, RestartPolicy> own = new ConcurrentHashMap<>();
  private final Memory memory;

  Policies(Memory memory) {
    this.memory = memory;
  }

  void recall(Map<String, RestartPolicy> recalled) {
    own.putAll(recalled);
  }

  /** All by name, the built-in ones included. */
  public Map<String, RestartPolicy> all() {
    Map<String, RestartPolicy> all = new TreeMap<>(RestartPolicy.BUILT_IN);
    all.putAll(own);
    return all;
  }

  /** The policy in force for a definition; one whose name got lost falls back to the default. */
  RestartPolicy of(Definition definition) {
    return switch (definition.spec().rules().policy()) {
      case ProcessSpec.PolicyChoice.Inline(RestartPolicy policy) -> policy;
      case ProcessSpec.PolicyChoice.Named(String name) -> named(name);
    };
  }

  private RestartPolicy named(String name) {
    RestartPolicy policy = own.get(name);
    if (policy == null) {
      policy = RestartPolicy.BUILT_IN.get(name);
    }
    return policy == null
        ? java.util.Objects.requireNonNull(RestartPolicy.BUILT_IN.get(RestartPolicy.DEFAULT))
        : policy;
  }

  /**
   * Checks that the policies of definitions are there.
   *
   * @throws RefusedException when one is not
   */
  void check(Collection<Definition> definitions) throws RefusedException {
    check(definitions, all().keySet());
  }

  /**
   * Checks that the policies of definitions are among the known ones.
   *
   * @throws RefusedException when one is not
   */
  static void check(Collection<Definition> definitions, Set<String> known) throws RefusedException {
    for (Definition definition : definitions) {
      if (definition.spec().rules().policy() instanceof ProcessSpec.PolicyChoice.Named(String name)
          && !known.contains(name)) {
        throw new RefusedException(
            RefusedException.Kind.INVALID,
            "there is no policy '" + name + "'",
            Suggestion.nearest(name, known)
                .map(other -> "did you mean '" + other + "'?")
                .orElse("sentinelzero policy list shows all"));
      }
    }
  }

  /**
   * Keeps a policy.
   *
   * @throws RefusedException when it is built in or can't be written down
   */
  public void put(String name, RestartPolicy policy) throws RefusedException {
    refuseBuiltIn(name, "changed");
    Kept.wait(memory.remember(name, policy));
    own.put(name, policy);
  }

  /**
   * Deletes a policy.
   *
   * @throws RefusedException when it is built in, in use or unknown
   */
  public void delete(String name, Collection<Managed> known) throws RefusedException {
    refuseBuiltIn(name, "deleted");
    if (!own.containsKey(name)) {
      throw new RefusedException(
          RefusedException.Kind.NOT_FOUND, "there is no policy '" + name + "'");
    }
    List<String> users = usedBy(name, known);
    if (!users.isEmpty()) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "policy '" + name + "' is used by " + String.join(", ", users),
          "give these another policy first");
    }
    Kept.wait(memory.forgetPolicy(name));
    own.remove(name);
  }

  private static void refuseBuiltIn(String name, String what) throws RefusedException {
    if (RestartPolicy.BUILT_IN.containsKey(name)) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT,
          "policy '" + name + "' is built in and can't be " + what,
          "create one of another name");
    }
  }

  /** Names of the processes that use it. */
  public static List<String> usedBy(String name, Collection<Managed> known) {
    return known.stream()
        .filter(
            m ->
                m.definition().spec().rules().policy()
                        instanceof ProcessSpec.PolicyChoice.Named(String used)
                    && used.equals(name))
        .map(m -> m.name().value())
        .sorted()
        .toList();
  }
}
