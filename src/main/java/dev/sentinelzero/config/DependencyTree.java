package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Need;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which processes need which. The instances of a process are one node.
 *
 * @param nodes by name in lower case, sorted
 */
public record DependencyTree(Map<String, Node> nodes) {
  /**
   * A process or all its instances.
   *
   * @param name without index
   * @param instances how many; empty where it is a single process
   * @param needs what it needs, by name as it is written
   */
  public record Node(String name, Optional<Integer> instances, Map<String, Need> needs) {}

  /** The tree of definitions. */
  public static DependencyTree of(List<Definition> definitions) {
    Map<String, Node> nodes = new TreeMap<>();
    for (Definition definition : definitions) {
      String base = definition.name().base();
      boolean instance = !definition.name().value().equals(base);
      Map<String, Need> needs = definition.spec().coordination().needs();
      nodes.merge(
          lower(base),
          new Node(base, instance ? Optional.of(1) : Optional.empty(), needs),
          (some, more) -> new Node(base, some.instances().map(count -> count + 1), some.needs()));
    }
    return new DependencyTree(nodes);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * In which step of a start it comes: 0 where it needs nothing, else one more than what it needs.
   * What is missing counts as nothing, and so does a circle's way back.
   */
  public int level(String name) {
    return level(lower(name), new LinkedHashMap<>());
  }

  private int level(String key, Map<String, Integer> known) {
    Integer earlier = known.get(key);
    if (earlier != null) {
      return earlier;
    }
    known.put(key, 0);
    Node node = nodes.get(key);
    int level = 0;
    if (node != null) {
      for (String needed : node.needs().keySet()) {
        int other = nodes.containsKey(lower(needed)) ? level(lower(needed), known) + 1 : 0;
        level = Math.max(level, other);
      }
    }
    known.put(key, level);
    return level;
  }

  /** Nodes and edges: {@code from} needs {@code to}. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("nodes");
    ArrayNode edges = root.putArray("edges");
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      Node node = entry.getValue();
      ObjectNode one = all.addObject();
      one.put("name", node.name());
      one.put("level", level(entry.getKey()));
      one.put("instances", node.instances().orElse(null));
      node.needs().forEach((needed, need) -> edge(edges.addObject(), node.name(), needed, need));
    }
    return root;
  }

  private static void edge(ObjectNode edge, String from, String to, Need need) {
    edge.put("from", from).put("to", to);
    edge.put("until", need.level().word()).put("restart", need.restart());
  }
}
