package dev.sentinelzero.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.ProcessFile;
import dev.sentinelzero.config.SpecWriter;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Dependence;
import dev.sentinelzero.process.Identity;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.Moment;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Retries;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.State;
import dev.sentinelzero.process.Vitals;
import dev.sentinelzero.process.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process as one line of JSON, for the state file. Moments are kept by the wall clock and read
 * against the clocks of the reader.
 */
final class ManagedCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManagedCodec() {}

  static String write(Managed managed) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("version", 1);
    root.set("definition", SpecWriter.definition(managed.definition()));
    root.put("wanted", managed.wanted().word());
    root.set("state", state(managed.state()));
    Managed.History history = managed.history();
    root.set("retries", retries(history.retries()));
    root.put("restarts", history.restarts());
    root.set("reason", reason(history.reason()));
    if (!managed.agenda().equals(Agenda.NONE)) {
      root.set("agenda", AgendaCodec.write(managed.agenda()));
    }
    history
        .last()
        .ifPresent(
            last -> {
              ObjectNode node = root.putObject("last");
              node.put("run", last.run().value());
              node.set("report", ReportCodec.write(last.report()));
            });
    return root.toString();
  }

  private static ObjectNode state(State state) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("word", state.word());
    switch (state) {
      case State.BackingOff(Moment until) -> node.put("until", until.wall().toString());
      case State.Starting(RunId run) -> node.put("run", run.value());
      case State.Running(RunId run, Identity identity, Moment since, Vitals vitals) -> {
        node.put("run", run.value());
        node.put("since", since.wall().toString());
        identity(node, identity);
        vitals(node, vitals);
      }
      case State.Waiting(Dependence.Unmet on, Reason asked) -> {
        node.set("on", reason(on.reason()).put("hopeless", on.hopeless()));
        node.set("asked", reason(asked));
      }
      case State.Scheduled(Optional<Instant> next) ->
          next.ifPresent(at -> node.put("next", at.toString()));
      case State.Stopping stopping -> {
        node.put("run", stopping.run().value());
        node.put("until", stopping.killAt().wall().toString());
        stopping.identity().ifPresent(identity -> identity(node, identity));
        node.set("then", then(stopping.then()));
      }
      case State.Stopped ignored -> {}
      case State.Completed ignored -> {}
      case State.Failed ignored -> {}
    }
    return node;
  }

  private static void vitals(ObjectNode node, Vitals vitals) {
    vitals.ready().ifPresent(ready -> node.put("ready", ready));
    vitals.alive().ifPresent(alive -> node.put("alive", alive));
    vitals.readySince().ifPresent(since -> node.put("ready_since", since.wall().toString()));
  }

  private static Vitals vitals(JsonNode node, Moment now) {
    return new Vitals(
        flag(node, "ready"),
        flag(node, "alive"),
        node.has("ready_since")
            ? Optional.of(moment(node.path("ready_since"), now))
            : Optional.empty());
  }

  private static Optional<Boolean> flag(JsonNode node, String key) {
    return node.has(key) ? Optional.of(node.path(key).asBoolean()) : Optional.empty();
  }

  private static void identity(ObjectNode node, Identity identity) {
    ObjectNode leader = node.putObject("leader");
    leader.put("pid", identity.pid());
    leader.put("start", identity.start());
    leader.put("boot", identity.boot());
    leader.put("namespace", identity.namespace());
  }

  private static ObjectNode then(State.Then then) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("word", then.word());
    if (then instanceof State.Then.Judge judge) {
      node.set("report", ReportCodec.write(judge.report()));
    }
    if (then instanceof State.Then.Fail fail) {
      node.set("reason", reason(fail.reason()));
      node.put("steady_ns", fail.steady().toNanos());
    }
    if (then instanceof State.Then.GiveUp giveUp) {
      node.set("reason", reason(giveUp.reason()));
    }
    return node;
  }

  private static ObjectNode reason(Reason reason) {
    return MAPPER.createObjectNode().put("code", reason.code()).put("text", reason.text());
  }

  private static ObjectNode retries(Retries retries) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("consecutive", retries.consecutive());
    node.put("pauses", retries.pauses());
    ArrayNode times = node.putArray("times");
    retries.times().forEach(time -> times.add(time.toString()));
    return node;
  }

  /**
   * Reads a line.
   *
   * @param now the clocks of the reader
   * @throws IOException when it is damaged or of a later version
   */
  static Managed read(String line, Moment now) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(line);
      if (root.path("version").asInt() != 1) {
        throw new IOException("written by another version: " + root.path("version"));
      }
      Definition definition = ProcessFile.readDefinition(root.path("definition"));
      Optional<Managed.Last> last =
          root.has("last") ? Optional.of(last(root.path("last"))) : Optional.empty();
      Managed.History history =
          new Managed.History(
              retries(root.path("retries")),
              root.path("restarts").asInt(),
              last,
              reason(root.path("reason")));
      Wanted wanted = "up".equals(root.path("wanted").asText()) ? Wanted.UP : Wanted.DOWN;
      Agenda agenda = root.has("agenda") ? AgendaCodec.read(root.path("agenda")) : Agenda.NONE;
      return new Managed(definition, wanted, state(root.path("state"), now), history, agenda);
    } catch (RuntimeException e) {
      throw new IOException("damaged: " + e.getMessage(), e);
    }
  }

  private static Managed.Last last(JsonNode node) {
    return new Managed.Last(
        new RunId(node.path("run").asText()), ReportCodec.read(node.path("report")));
  }

  private static State state(JsonNode node, Moment now) {
    String word = node.path("word").asText();
    return switch (word) {
      case "stopped" -> new State.Stopped();
      case "completed" -> new State.Completed();
      case "failed" -> new State.Failed();
      case "backing_off" -> new State.BackingOff(moment(node.path("until"), now));
      case "waiting" -> waiting(node);
      case "scheduled" ->
          new State.Scheduled(
              node.has("next")
                  ? Optional.of(Instant.parse(node.path("next").asText()))
                  : Optional.empty());
      case "starting" -> new State.Starting(run(node));
      case "running" ->
          new State.Running(
              run(node),
              identity(node.path("leader")),
              moment(node.path("since"), now),
              vitals(node, now));
      case "stopping" ->
          new State.Stopping(
              run(node),
              node.has("leader") ? Optional.of(identity(node.path("leader"))) : Optional.empty(),
              moment(node.path("until"), now),
              then(node.path("then")));
      default -> throw new IllegalArgumentException("no such state: " + word);
    };
  }

  private static State waiting(JsonNode node) {
    JsonNode on = node.path("on");
    return new State.Waiting(
        new Dependence.Unmet(reason(on), on.path("hopeless").asBoolean(), Optional.empty()),
        reason(node.path("asked")));
  }

  private static RunId run(JsonNode node) {
    return new RunId(node.path("run").asText());
  }

  private static Identity identity(JsonNode node) {
    return new Identity(
        node.path("pid").asLong(),
        node.path("start").asText(),
        node.path("boot").asText(),
        node.path("namespace").asText());
  }

  private static Moment moment(JsonNode node, Moment now) {
    Instant wall = Instant.parse(node.asText());
    return now.plus(Duration.between(now.wall(), wall));
  }

  private static State.Then then(JsonNode node) {
    return switch (node.path("word").asText()) {
      case "rest" -> new State.Then.Rest();
      case "relaunch" -> new State.Then.Relaunch();
      case "judge" -> new State.Then.Judge(ReportCodec.read(node.path("report")));
      case "fail" ->
          new State.Then.Fail(
              reason(node.path("reason")), Duration.ofNanos(node.path("steady_ns").asLong()));
      case "give_up" -> new State.Then.GiveUp(reason(node.path("reason")));
      default -> throw new IllegalArgumentException("no such sequel: " + node);
    };
  }

  private static Reason reason(JsonNode node) {
    return new Reason(node.path("code").asText(), node.path("text").asText());
  }

  private static Retries retries(JsonNode node) {
    List<Instant> times = new ArrayList<>();
    node.path("times").forEach(time -> times.add(Instant.parse(time.asText())));
    return new Retries(
        node.path("consecutive").asInt(), node.path("pauses").asInt(), List.copyOf(times));
  }
}
