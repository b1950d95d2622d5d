package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RestartPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a whole process file from its items. */
final class DocumentReader {
  private final Problems problems;
  private final Context context;

  /**
   * How the file is to be taken.
   *
   * @param outer the resolver of what stands outside of processes
   * @param process the resolver of a process with this environment
   * @param project the project where none is named; empty: it must be named
   * @param policies names of policies that are known beside the file's and the built-in ones;
   *     empty: any name is taken
   */
  record Context(
      Resolver outer,
      Function<Map<String, Entry>, Resolver> process,
      Optional<String> project,
      Optional<Set<String>> policies) {}

  DocumentReader(Problems problems, Context context) {
    this.problems = problems;
    this.context = context;
  }

  /** The document; counts only without problems. */
  Document read(Item root) {
    Optional<Section> file = new Section(nothing(root), context.outer(), problems).section(root);
    if (file.isEmpty()) {
      return new Document("", Map.of(), List.of());
    }
    Section top = file.get();
    top.allow(Keys.TOP);
    version(top);
    String project = project(top);
    Map<String, RestartPolicy> policies = policies(top);
    return new Document(project, policies, processes(top, project, policies));
  }

  private static Item.Mapping nothing(Item root) {
    return new Item.Mapping(root.spot(), Map.of());
  }

  private void version(Section top) {
    if (top.item("version").isEmpty()) {
      problems.add(
          top.map().spot().under("version"),
          "is missing; the file must say version: 1",
          Optional.of("version: 1"));
    } else if (!(top.item("version").get() instanceof Item.Scalar version)
        || !version.text().equals("1")) {
      problems.add(top.spot("version"), "must be 1", Optional.of("1"));
    }
  }

  private String project(Section top) {
    Optional<String> named = top.parsed("project", DocumentReader::projectName);
    if (named.isPresent() || top.map().entries().containsKey("project")) {
      return named.orElse("");
    }
    if (context.project().isEmpty()) {
      problems.add(top.map().spot().under("project"), "is missing");
    }
    return context.project().orElse("");
  }

  /** Checks the name of a project. */
  static String projectName(String text) {
    if (text.equals(Definition.BY_HAND)) {
      return text;
    }
    return name(text);
  }

  /** Checks the name of a process, policy or project. */
  static String name(String text) {
    ProcessName name = new ProcessName(text);
    if (!name.base().equals(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a name: it holds a /");
    }
    return text;
  }

  private Map<String, RestartPolicy> policies(Section top) {
    Map<String, RestartPolicy> policies = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    RestartPolicy.BUILT_IN.keySet().forEach(name -> seen.put(name, "the built-in policy " + name));
    Section all = top.section("policies").orElse(top.section(nothing(top.map())).orElseThrow());
    all.map()
        .entries()
        .forEach(
            (name, entry) -> {
              if (taken(seen, name, entry)) {
                all.section(entry.value())
                    .ifPresent(
                        words ->
                            policies.put(
                                name,
                                PolicyReader.read(
                                    words, SpecReader.builtIn(RestartPolicy.DEFAULT))));
              }
            });
    return Collections.unmodifiableMap(policies);
  }

  /** Whether the name is one, and no other name is the same but for case. */
  private boolean taken(Map<String, String> seen, String name, Entry entry) {
    try {
      name(name);
    } catch (IllegalArgumentException e) {
      problems.add(entry.key(), String.valueOf(e.getMessage()));
      return false;
    }
    String earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), "'" + name + "'");
    if (earlier != null) {
      problems.add(entry.key(), "has the same name as " + earlier + "; case makes no difference");
    }
    return earlier == null;
  }

  private List<Definition> processes(
      Section top, String project, Map<String, RestartPolicy> policies) {
    Optional<Item.Mapping> defaults =
        top.section("defaults").map(section -> EnvironmentItems.asMap(section.map(), problems));
    defaults.ifPresent(this::checkDefaults);
    Optional<Section> all = top.section("processes");
    Map<String, String> seen = new LinkedHashMap<>();
    List<Definition> processes = new ArrayList<>();
    all.map(section -> section.map().entries())
        .orElse(Map.of())
        .forEach(
            (name, entry) -> {
              boolean valid = taken(seen, name, entry);
              Optional<ProcessSpec> spec = process(top, entry, defaults);
              spec.ifPresent(one -> checkPolicy(one, entry, defaults, policies));
              if (valid && spec.isPresent()) {
                processes.add(new Definition(new ProcessName(name), project, spec.get()));
              }
            });
    return List.copyOf(processes);
  }

  /** A process that stands by itself. */
  Optional<ProcessSpec> single(Item.Mapping process) {
    Entry entry = new Entry(process.spot(), process);
    return Optional.of(readProcess(process, entry, Optional.empty(), problems));
  }

  private void checkDefaults(Item.Mapping defaults) {
    Section section = new Section(defaults, context.outer(), problems);
    List<String> known = new ArrayList<>(Keys.SHARED);
    known.addAll(Keys.COMMANDS);
    known.addAll(Keys.NOT_YET);
    section.allow(known);
    refuseNotYet(section);
    for (String key : Keys.COMMANDS) {
      if (defaults.entries().containsKey(key)) {
        problems.add(section.spot(key), "belongs to a process, not to defaults");
      }
    }
  }

  private void refuseNotYet(Section section) {
    for (String key : Keys.NOT_YET) {
      Entry entry = section.map().entries().get(key);
      if (entry != null) {
        problems.add(entry.key(), "'" + key + "' is not supported by this version yet");
      }
    }
  }

  private Optional<ProcessSpec> process(Section top, Entry entry, Optional<Item.Mapping> defaults) {
    if (!(entry.value() instanceof Item.Mapping written)) {
      problems.add(
          entry.key(), "must be a map with 'command' or 'shell', not " + entry.value().what());
      return Optional.empty();
    }
    return Optional.of(
        readProcess(EnvironmentItems.asMap(written, problems), entry, defaults, top.problems()));
  }

  private ProcessSpec readProcess(
      Item.Mapping own, Entry entry, Optional<Item.Mapping> defaults, Problems all) {
    Section section = new Section(own, context.outer(), all);
    List<String> known = new ArrayList<>(Keys.PROCESS);
    known.addAll(Keys.NOT_YET);
    section.allow(known);
    refuseNotYet(section);
    Item.Mapping merged = Defaults.under(new Item.Mapping(entry.key(), own.entries()), defaults);
    Map<String, Entry> environment =
        merged.entries().get("environment") instanceof Entry(var key, Item.Mapping map)
            ? map.entries()
            : Map.of();
    return SpecReader.read(new Section(merged, context.process().apply(environment), all));
  }

  private void checkPolicy(
      ProcessSpec spec,
      Entry entry,
      Optional<Item.Mapping> defaults,
      Map<String, RestartPolicy> policies) {
    if (context.policies().isEmpty()
        || !(spec.rules().policy() instanceof ProcessSpec.PolicyChoice.Named(String name))) {
      return;
    }
    Set<String> known = new TreeSet<>(RestartPolicy.BUILT_IN.keySet());
    known.addAll(policies.keySet());
    known.addAll(context.policies().get());
    if (!known.contains(name)) {
      Item.Mapping own = (Item.Mapping) entry.value();
      Item.Mapping writer = own.entries().containsKey("policy") ? own : defaults.orElse(own);
      Entry policy = writer.entries().get("policy");
      problems.addNear(
          policy == null ? entry.key() : policy.value().spot(),
          "there is no policy '" + name + "'",
          name,
          known);
    }
  }
}
