package dev.sentinelzero.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.units.Durations;

/** Writes probes in the keys of the process file, as {@link ProbeReader} reads them. */
final class ProbeWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProbeWriter() {}

  /** Adds the probes that there are to a process. */
  static void write(ObjectNode process, Probes probes) {
    for (Aim aim : Aim.values()) {
      probes.of(aim).ifPresent(probe -> process.set(aim.word(), probe(probe)));
    }
  }

  /** One probe with nothing left to defaults. */
  static ObjectNode probe(Probe probe) {
    ObjectNode node = NODES.objectNode();
    check(node, probe.check());
    node.put("interval", Durations.format(probe.rhythm().interval()));
    node.put("timeout", Durations.format(probe.rhythm().timeout()));
    node.put("success", probe.thresholds().success());
    node.put("failure", probe.thresholds().failure());
    node.put("initial_delay", Durations.format(probe.rhythm().initialDelay()));
    node.put("backoff", probe.rhythm().backoff());
    return node;
  }

  private static void check(ObjectNode node, Check check) {
    switch (check) {
      case Check.Http http -> http(node, http);
      case Check.Tcp tcp -> node.put("tcp", address(tcp));
      case Check.Unix(String path) -> node.put("unix", path);
      case Check.Exec exec -> {
        ArrayNode words = node.putArray("exec");
        exec.command().forEach(words::add);
      }
      case Check.LogLine(String pattern) -> node.put("log", pattern);
      case Check.Notify() -> node.put("notify", true);
    }
  }

  private static String address(Check.Tcp tcp) {
    boolean v6 = tcp.host().indexOf(':') >= 0;
    return (v6 ? "[" + tcp.host() + "]" : tcp.host()) + ":" + tcp.port();
  }

  private static void http(ObjectNode node, Check.Http http) {
    node.put("http", http.url());
    ArrayNode status = node.putArray("status");
    for (Check.Statuses range : http.status()) {
      if (range.first() == range.last()) {
        status.add(range.first());
      } else {
        status.add(range.toString());
      }
    }
    http.body().ifPresent(pattern -> node.put("body", pattern));
    if (!http.headers().isEmpty()) {
      ObjectNode headers = node.putObject("headers");
      http.headers().forEach(headers::put);
    }
    if (!http.tls().verify()) {
      node.put("insecure", true);
    }
    http.tls().authorities().ifPresent(file -> node.put("ca", file));
    if (http.allowLinkLocal()) {
      node.put("allow_link_local", true);
    }
  }
}
