package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.ProcessSpec.Confinement;
import dev.sentinelzero.process.ProcessSpec.Environment;
import dev.sentinelzero.process.ProcessSpec.Execution;
import dev.sentinelzero.process.ProcessSpec.Hooks;
import dev.sentinelzero.process.ProcessSpec.Limits;
import dev.sentinelzero.process.ProcessSpec.LogRule;
import dev.sentinelzero.process.ProcessSpec.PolicyChoice;
import dev.sentinelzero.process.ProcessSpec.Rules;
import dev.sentinelzero.process.ProcessSpec.StartRule;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.StopRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Leaves out of a document what a reader fills in by itself. */
final class Brief {
  private static final ObjectNode STANDARD =
      SpecWriter.policy(SpecReader.builtIn(RestartPolicy.DEFAULT));
  private static final ObjectNode PROCESS = SpecWriter.spec(plain());

  private Brief() {}

  private static ProcessSpec plain() {
    List<ExitMatch> none = List.of();
    return new ProcessSpec(
        new Execution(List.of(), false, "", Optional.empty()),
        Environment.EMPTY,
        new Rules(
            new PolicyChoice.Named(RestartPolicy.DEFAULT),
            none,
            StartRule.DEFAULT,
            StopRule.DEFAULT,
            Optional.empty(),
            Hooks.NONE),
        ProcessSpec.Coordination.NONE,
        new Confinement(Optional.empty(), OptionalInt.empty(), Limits.NONE),
        LogRule.DEFAULT,
        Optional.empty(),
        Map.of());
  }

  /** The document without what is there anyway; the argument is changed. */
  static ObjectNode document(ObjectNode document) {
    if (document.path("project").asText().equals(Definition.BY_HAND)) {
      document.remove("project");
    }
    if (document.path("policies").isEmpty()) {
      document.remove("policies");
    }
    document.path("policies").forEach(policy -> policy((ObjectNode) policy));
    document.path("processes").forEach(process -> process((ObjectNode) process));
    return document;
  }

  private static void process(ObjectNode process) {
    if (process.get("restart") instanceof ObjectNode restart) {
      restart(process, restart);
    }
    strip(process, PROCESS);
  }

  /** A restart rule that is a built-in policy has a word of its own. */
  private static void restart(ObjectNode process, ObjectNode restart) {
    for (Map.Entry<String, String> word : SpecReader.BARE_WORDS.entrySet()) {
      if (restart.equals(SpecWriter.policy(SpecReader.builtIn(word.getValue())))) {
        process.set("restart", TextNode.valueOf(word.getKey()));
        return;
      }
    }
    policy(restart);
  }

  private static void policy(ObjectNode policy) {
    JsonNode cap = policy.get("max_delay");
    JsonNode delay = policy.get("delay");
    strip(policy, STANDARD);
    // Each of the two bends the other when it stands alone.
    policy.set("delay", delay);
    policy.set("max_delay", cap);
    policy.set(
        "restart",
        policy.path("restart").isMissingNode() ? STANDARD.get("restart") : policy.get("restart"));
  }

  private static void strip(ObjectNode node, ObjectNode defaults) {
    defaults
        .properties()
        .forEach(
            entry -> {
              JsonNode mine = node.get(entry.getKey());
              if (mine instanceof ObjectNode inner
                  && entry.getValue() instanceof ObjectNode other) {
                strip(inner, other);
              }
              if (mine != null && (mine.equals(entry.getValue()) || isEmptied(mine))) {
                node.remove(entry.getKey());
              }
            });
  }

  private static boolean isEmptied(JsonNode node) {
    return node instanceof ObjectNode && node.isEmpty();
  }
}
