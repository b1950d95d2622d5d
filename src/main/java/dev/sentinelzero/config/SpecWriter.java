package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.ProcessSpec.Confinement;
import dev.sentinelzero.process.ProcessSpec.Environment;
import dev.sentinelzero.process.ProcessSpec.LogRule;
import dev.sentinelzero.process.ProcessSpec.PolicyChoice;
import dev.sentinelzero.process.ProcessSpec.Reload;
import dev.sentinelzero.process.ProcessSpec.Rules;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.StopRule;
import dev.sentinelzero.schedule.Schedule;
import dev.sentinelzero.units.Durations;
import dev.sentinelzero.units.Sizes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes definitions and policies in the keys of the process file. Nothing is left to defaults, so
 * that what is kept does not change with the version that reads it; {@link
 * ProcessFile#readResolved} gives the same values again. Secrets are written as the places where
 * they are.
 */
public final class SpecWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SpecWriter() {}

  /** A whole document, as {@link ProcessFile#readResolved} reads it. */
  public static ObjectNode document(Document document) {
    ObjectNode root = NODES.objectNode();
    root.put("version", 1);
    root.put("project", document.project());
    ObjectNode policies = root.putObject("policies");
    document.policies().forEach((name, policy) -> policies.set(name, policy(policy)));
    ObjectNode processes = root.putObject("processes");
    document.processes().forEach(one -> processes.set(one.name().value(), templated(one)));
    if (!document.emptied().isEmpty()) {
      root.set(Keys.EMPTIED, texts(document.emptied().stream().sorted().toList()));
    }
    return root;
  }

  /**
   * A YAML process file for people: what equals the default is left out, instances are one entry;
   * {@link ProcessFile#read} gives the same document again.
   */
  public static String yaml(Document document) {
    return YamlWriter.write(Fold.instances(document, Brief.document(document(document))));
  }

  /** One definition: its name, its project and the keys of the process. */
  public static ObjectNode definition(Definition definition) {
    ObjectNode root = NODES.objectNode();
    root.put("name", definition.name().value());
    root.put("project", definition.project());
    root.setAll(templated(definition));
    return root;
  }

  private static ObjectNode templated(Definition definition) {
    ObjectNode node = spec(definition.spec());
    definition.template().ifPresent(template -> node.put(Keys.TEMPLATE, template));
    return node;
  }

  /** The keys of a process. */
  static ObjectNode spec(ProcessSpec spec) {
    ObjectNode root = NODES.objectNode();
    if (spec.execution().shell()) {
      root.put("shell", spec.execution().command().getLast());
    } else {
      root.set("command", texts(spec.execution().command()));
    }
    root.put("directory", spec.execution().directory());
    spec.execution().stdin().ifPresent(path -> root.put("stdin", path));
    environment(root, spec.environment());
    spec.group().ifPresent(group -> root.put("group", group));
    rules(root, spec.rules());
    CoordinationWriter.write(root, spec.coordination());
    confinement(root, spec.confinement());
    root.set("logs", logs(spec.logs()));
    if (!spec.labels().isEmpty()) {
      ObjectNode labels = root.putObject("labels");
      spec.labels().forEach(labels::put);
    }
    return root;
  }

  private static void environment(ObjectNode root, Environment environment) {
    if (!environment.variables().isEmpty()) {
      ObjectNode variables = root.putObject("environment");
      environment.variables().forEach((name, value) -> value(variables, name, value));
    }
    if (!environment.files().isEmpty()) {
      root.set("env_file", texts(environment.files()));
    }
    if (!environment.inherit().isEmpty()) {
      root.set("inherit", texts(environment.inherit()));
    }
  }

  private static void value(ObjectNode variables, String name, Value value) {
    switch (value) {
      case Value.Literal(String text) -> variables.put(name, text);
      case Value.Numbered(long first, long step) ->
          variables.putObject(name).put("from", first).put("step", step);
      case Value.From from -> variables.putObject(name).put("from", from.toString());
    }
  }

  private static void rules(ObjectNode root, Rules rules) {
    switch (rules.policy()) {
      case PolicyChoice.Named(String name) -> root.put("policy", name);
      case PolicyChoice.Inline(RestartPolicy policy) -> root.set("restart", policy(policy));
    }
    if (!rules.success().isEmpty()) {
      root.set("success_exits", exits(rules.success()));
    }
    root.putObject("start")
        .put("settle", Durations.format(rules.start().settle()))
        .put("timeout", Durations.format(rules.start().timeout()));
    root.set("stop", stop(rules.stop()));
    rules.reload().ifPresent(reload -> root.set("reload", reload(reload)));
    if (!rules.hooks().equals(ProcessSpec.Hooks.NONE)) {
      ObjectNode hooks = root.putObject("hooks");
      rules.hooks().beforeStart().ifPresent(words -> hooks.set("before_start", texts(words)));
      rules.hooks().afterExit().ifPresent(words -> hooks.set("after_exit", texts(words)));
    }
  }

  private static ObjectNode stop(StopRule rule) {
    return NODES
        .objectNode()
        .put("signal", rule.signal().name())
        .put("timeout", Durations.format(rule.timeout()))
        .put("scope", rule.scope().word())
        .put("leftovers", rule.leftovers().word());
  }

  private static ObjectNode reload(Reload reload) {
    ObjectNode node = NODES.objectNode();
    switch (reload) {
      case Reload.BySignal by -> node.put("signal", by.signal().name());
      case Reload.ByCommand by -> node.set("exec", texts(by.command()));
    }
    return node;
  }

  private static void confinement(ObjectNode root, Confinement confinement) {
    confinement.user().ifPresent(user -> root.put("user", user));
    confinement.umask().ifPresent(umask -> root.put("umask", "%03o".formatted(umask)));
    ProcessSpec.Limits limits = confinement.limits();
    ObjectNode node = root.putObject("limits");
    limits.memory().ifPresent(bytes -> node.put("memory", Sizes.format(bytes)));
    limits.cpu().ifPresent(percent -> node.put("cpu", Numbers.plain(percent) + "%"));
    limits.openFiles().ifPresent(count -> node.put("open_files", count));
    limits.nice().ifPresent(nice -> node.put("nice", nice));
    limits.resources().forEach((name, value) -> resource(node, name, value));
    node.put("on_exceeded", limits.onExceeded().word());
  }

  private static void resource(ObjectNode node, String name, String value) {
    String key = name.equals("cpu") ? "cpu_time" : name;
    if (value.equals(ConfinementReader.UNLIMITED)) {
      node.put(key, value);
    } else if (key.equals("cpu_time")) {
      node.put(key, Durations.format(Duration.ofSeconds(Long.parseLong(value))));
    } else if (Keys.BYTE_RESOURCES.contains(name)) {
      node.put(key, Sizes.format(Long.parseLong(value)));
    } else {
      node.put(key, Long.parseLong(value));
    }
  }

  private static ObjectNode logs(LogRule rule) {
    ObjectNode node = NODES.objectNode();
    node.put("max_size", Sizes.format(rule.maxSize()));
    node.put("keep", rule.keep());
    rule.maxAge().ifPresent(age -> node.put("max_age", Durations.format(age)));
    node.put("compress", rule.compress());
    return node;
  }

  /** A schedule in the words of the process file. */
  public static ObjectNode schedule(Schedule schedule) {
    return ScheduleWriter.schedule(schedule);
  }

  /** A restart policy in the words of the process file, as {@link PolicyWords#read} reads it. */
  public static ObjectNode policy(RestartPolicy policy) {
    ObjectNode node = NODES.objectNode();
    node.put("restart", policy.restart().word());
    node.put("max_retries", policy.budget().maxRetries());
    optional(node, "window", policy.budget().window());
    node.put("delay", Durations.format(policy.pause().delay()));
    node.put("backoff", policy.pause().backoff());
    node.put("max_delay", Durations.format(policy.pause().maxDelay()));
    node.put("jitter", policy.pause().jitter());
    node.put("reset_after", Durations.format(policy.budget().resetAfter()));
    exits(node, "restart_on", policy.restartOn());
    exits(node, "never_on", policy.neverOn());
    optional(node, "retry_every", policy.budget().retryEvery());
    exits(node, "success_exits", policy.success());
    optional(node, "immediate_after", policy.pause().immediateAfter());
    return node;
  }

  private static void optional(ObjectNode node, String key, Optional<Duration> duration) {
    duration.ifPresent(some -> node.put(key, Durations.format(some)));
  }

  private static void exits(ObjectNode node, String key, List<ExitMatch> matches) {
    if (!matches.isEmpty()) {
      node.set(key, exits(matches));
    }
  }

  private static ArrayNode exits(List<ExitMatch> matches) {
    ArrayNode node = NODES.arrayNode();
    for (ExitMatch match : matches) {
      if (match instanceof ExitMatch.Codes codes && codes.from() == codes.to()) {
        node.add(codes.from());
      } else {
        node.add(match.toString());
      }
    }
    return node;
  }

  private static ArrayNode texts(List<String> words) {
    ArrayNode node = NODES.arrayNode();
    words.forEach(node::add);
    return node;
  }
}
