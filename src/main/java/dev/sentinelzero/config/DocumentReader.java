package dev.sentinelzero.config;

import dev.sentinelzero.config.Item.Entry;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.DependencyGraph;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.schedule.Overlap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads a whole process file from its items. */
final class DocumentReader {
  /** The most instances of a process. */
  private static final int MOST_INSTANCES = 1000;

  private final Problems problems;
  private final Context context;
  private final Set<String> emptied = new TreeSet<>();

  /**
   * How the file is to be taken.
   *
   * @param outer the resolver of what stands outside of processes
   * @param process the resolver of a process with this environment, as the instance of an index
   * @param templates makes the template of instances; absent: instances come with theirs
   * @param project the project where none is named; empty: it must be named
   * @param policies names of policies that are known beside the file's and the built-in ones;
   *     empty: any name is taken
   */
  record Context(
      Resolver outer,
      BiFunction<Map<String, Entry>, Integer, Resolver> process,
      Optional<Function<Item.Mapping, String>> templates,
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
    List<String> known = new ArrayList<>(Keys.TOP);
    if (context.templates().isEmpty()) {
      known.add(Keys.EMPTIED);
    }
    top.allow(known);
    version(top);
    String project = project(top);
    Map<String, RestartPolicy> policies = policies(top);
    List<Definition> processes = processes(top, project, policies);
    return new Document(project, policies, processes, emptied(top));
  }

  /** The names of processes that have no instance at all. */
  private Set<String> emptied(Section top) {
    if (context.templates().isEmpty()) {
      return Set.copyOf(top.list(Keys.EMPTIED, DocumentReader::name).orElse(List.of()));
    }
    return Set.copyOf(emptied);
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

  /** An instance has a name with an index, which only resolved documents write out. */
  private void checkName(String name, Entry entry) {
    boolean instance =
        entry.value() instanceof Item.Mapping map && map.entries().containsKey(Keys.TEMPLATE);
    if (instance && context.templates().isEmpty()) {
      var unused = new ProcessName(name);
    } else {
      name(name);
    }
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
      checkName(name, entry);
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
              List<One> ones = process(top, entry, defaults);
              ones.forEach(one -> checkPolicy(one.spec(), entry, defaults, policies));
              if (valid) {
                ones.forEach(one -> processes.add(one.named(name, project)));
                if (hasNoInstance(entry, ones)) {
                  emptied.add(name);
                }
              }
            });
    all.ifPresent(section -> checkNeeds(section, processes));
    return List.copyOf(processes);
  }

  private static boolean hasNoInstance(Entry entry, List<One> ones) {
    return ones.isEmpty()
        && entry.value() instanceof Item.Mapping map
        && map.entries().containsKey(Keys.INSTANCES);
  }

  /** What is needed must be in the same document, and nothing may need itself in the end. */
  private void checkNeeds(Section all, List<Definition> processes) {
    DependencyGraph graph = DependencyGraph.of(processes);
    graph
        .missing()
        .forEach(
            (needed, by) -> {
              if (emptied.stream().anyMatch(needed::equalsIgnoreCase)) {
                problems.add(
                    needsOf(all, by),
                    "'" + needed + "' has no instances here, so nothing can wait for it");
              } else {
                problems.addNear(
                    needsOf(all, by),
                    "there is no process '" + needed + "' in this file",
                    needed,
                    graph.needs().keySet());
              }
            });
    graph
        .circle()
        .ifPresent(
            circle ->
                problems.add(
                    needsOf(all, circle.getFirst()),
                    "these depend on each other: " + String.join(" → ", circle)));
  }

  private static Item.Spot needsOf(Section all, String name) {
    for (Map.Entry<String, Entry> process : all.map().entries().entrySet()) {
      String base = process.getKey().replaceFirst("/.*", "");
      if (base.equalsIgnoreCase(name) && process.getValue().value() instanceof Item.Mapping map) {
        Entry needs = map.entries().get("depends_on");
        return needs == null ? process.getValue().key() : needs.value().spot();
      }
    }
    return all.map().spot();
  }

  /**
   * What was read of a process, or of one instance of it.
   *
   * @param instance its index; absent where it is no instance
   */
  private record One(ProcessSpec spec, Optional<Integer> instance, Optional<String> template) {
    Definition named(String name, String project) {
      String full = instance.map(index -> name + "/" + index).orElse(name);
      return new Definition(new ProcessName(full), project, spec, template);
    }
  }

  /** A process that stands by itself, or an instance with its template. */
  Definition single(Item.Mapping process, ProcessName name, String project) {
    Entry entry = new Entry(process.spot(), process);
    ProcessSpec spec = readProcess(process, entry, Optional.empty(), 0);
    return new Definition(name, project, spec, template(process));
  }

  /** The template that an instance comes with. */
  private static Optional<String> template(Item.Mapping process) {
    Entry entry = process.entries().get(Keys.TEMPLATE);
    return entry != null && entry.value() instanceof Item.Scalar text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  private void checkDefaults(Item.Mapping defaults) {
    Section section = new Section(defaults, context.outer(), problems);
    List<String> known = new ArrayList<>(Keys.SHARED);
    known.addAll(Keys.COMMANDS);
    section.allow(known);
    for (String key : Keys.COMMANDS) {
      if (defaults.entries().containsKey(key)) {
        problems.add(section.spot(key), "belongs to a process, not to defaults");
      }
    }
  }

  private List<One> process(Section top, Entry entry, Optional<Item.Mapping> defaults) {
    if (!(entry.value() instanceof Item.Mapping written)) {
      problems.add(
          entry.key(), "must be a map with 'command' or 'shell', not " + entry.value().what());
      return List.of();
    }
    Item.Mapping own = EnvironmentItems.asMap(written, problems);
    if (!own.entries().containsKey(Keys.INSTANCES)) {
      return List.of(
          new One(readProcess(own, entry, defaults, 0), Optional.empty(), template(own)));
    }
    return instances(new Section(own, top.resolver(), problems), entry, defaults);
  }

  private List<One> instances(Section own, Entry entry, Optional<Item.Mapping> defaults) {
    int count = own.number(Keys.INSTANCES, 0, MOST_INSTANCES).map(Math::toIntExact).orElse(1);
    Map<String, Entry> rest = new LinkedHashMap<>(own.map().entries());
    rest.remove(Keys.INSTANCES);
    Item.Mapping one = new Item.Mapping(own.map().spot(), rest);
    ProcessSpec first = readProcess(one, entry, defaults, 0);
    checkBeside(first, own);
    Optional<String> template =
        problems.none()
            ? context.templates().map(make -> make.apply(Defaults.under(one, defaults)))
            : Optional.empty();
    List<One> all = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      ProcessSpec spec = index == 0 ? first : readProcess(one, entry, defaults, index);
      all.add(new One(spec, Optional.of(index), template));
    }
    return all;
  }

  /** Runs beside others are named like instances. */
  private void checkBeside(ProcessSpec spec, Section own) {
    boolean beside =
        spec.coordination()
            .timed()
            .filter(timed -> timed.schedule().overlap() == Overlap.ALLOW)
            .isPresent();
    if (beside) {
      problems.add(own.spot(Keys.INSTANCES), "goes without a schedule whose overlap is 'allow'");
    }
  }

  private ProcessSpec readProcess(
      Item.Mapping own, Entry entry, Optional<Item.Mapping> defaults, int index) {
    Section section = new Section(own, context.outer(), problems);
    List<String> known = new ArrayList<>(Keys.PROCESS);
    known.add(context.templates().isPresent() ? Keys.INSTANCES : Keys.TEMPLATE);
    section.allow(known);
    Item.Mapping merged = Defaults.under(new Item.Mapping(entry.key(), own.entries()), defaults);
    Map<String, Entry> environment =
        merged.entries().get("environment") instanceof Entry(var key, Item.Mapping map)
            ? map.entries()
            : Map.of();
    Resolver resolver = context.process().apply(environment, index);
    return SpecReader.read(new Section(merged, resolver, problems));
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
