package dev.sentinelzero.config;

import dev.sentinelzero.health.Aim;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.health.Probe;
import dev.sentinelzero.health.Probes;
import dev.sentinelzero.health.Rhythm;
import dev.sentinelzero.health.Thresholds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code readiness} and {@code liveness} of a process. */
final class ProbeReader {
  /** What a probe may ask; each has one of them. */
  static final List<String> CHECKS = List.of("http", "tcp", "unix", "exec", "log", "notify");

  /** What goes with {@code http} alone. */
  static final List<String> HTTP =
      List.of("status", "body", "headers", "insecure", "ca", "allow_link_local");

  static final List<String> RHYTHM =
      List.of("interval", "timeout", "success", "failure", "initial_delay", "backoff");

  static final List<String> KEYS = Stream.of(CHECKS, HTTP, RHYTHM).flatMap(List::stream).toList();

  private static final double STEEPEST = 100;
  private static final long MOST_IN_A_ROW = 1_000_000;

  /** Stands for a check that was refused. */
  private static final Check REFUSED = new Check.Notify();

  private final Section section;

  private ProbeReader(Section section) {
    this.section = section;
  }

  /** The probes; they count only without problems. */
  static Probes read(Section process) {
    return new Probes(read(process, Aim.READINESS), read(process, Aim.LIVENESS));
  }

  private static Optional<Probe> read(Section process, Aim aim) {
    return process.section(aim.word()).map(section -> new ProbeReader(section).probe());
  }

  private Probe probe() {
    section.allow(KEYS);
    return new Probe(check(), rhythm(), thresholds());
  }

  private Check check() {
    Map<String, Item.Entry> entries = section.map().entries();
    List<String> chosen = CHECKS.stream().filter(entries::containsKey).toList();
    String words = String.join(", ", CHECKS);
    if (chosen.isEmpty()) {
      section.problems().add(section.map().spot(), "must have one of " + words);
    }
    for (String more : chosen.stream().skip(1).toList()) {
      section
          .problems()
          .add(
              section.spot(more),
              "'" + more + "' goes without '" + chosen.getFirst() + "': a probe asks one thing");
    }
    if (!chosen.contains("http")) {
      HTTP.stream()
          .filter(entries::containsKey)
          .forEach(key -> section.problems().add(section.spot(key), "'" + key + "' needs 'http'"));
    }
    Check first = REFUSED;
    for (String kind : chosen.reversed()) {
      first = check(kind).orElse(REFUSED);
    }
    return first;
  }

  private Optional<Check> check(String kind) {
    return switch (kind) {
      case "http" -> http();
      case "tcp" -> section.parsed("tcp", ProbeWords::tcp);
      case "unix" -> section.path("unix").map(Check.Unix::new);
      case "exec" -> section.command("exec").map(Check.Exec::new);
      case "log" -> section.parsed("log", ProbeWords::pattern).map(Check.LogLine::new);
      case "notify" -> section.flag("notify").flatMap(this::notified);
      default -> throw new IllegalArgumentException("no such check: " + kind);
    };
  }

  private Optional<Check> notified(boolean wanted) {
    if (!wanted) {
      section.problems().add(section.spot("notify"), "must be true, or the probe be left out");
    }
    return Optional.of(new Check.Notify());
  }

  private Optional<Check> http() {
    Optional<String> url = section.parsed("http", ProbeWords::url);
    List<Check.Statuses> status =
        section.list("status", ProbeWords::statuses).orElse(List.of(Check.Statuses.DEFAULT));
    if (status.isEmpty() && isEmptyList("status")) {
      section.problems().add(section.spot("status"), "must name a status");
    }
    Optional<String> body = section.parsed("body", ProbeWords::pattern);
    Map<String, String> headers = headers();
    Check.Tls tls = tls(url);
    boolean linkLocal = section.flag("allow_link_local").orElse(false);
    return url.map(text -> new Check.Http(text, status, body, headers, tls, linkLocal));
  }

  private boolean isEmptyList(String key) {
    return section.item(key).orElse(null) instanceof Item.Listing list && list.items().isEmpty();
  }

  private Check.Tls tls(Optional<String> url) {
    boolean insecure = section.flag("insecure").orElse(false);
    Optional<String> authorities = section.path("ca");
    if (insecure && authorities.isPresent()) {
      section.problems().add(section.spot("ca"), "is not looked at where 'insecure' is true");
    }
    boolean plain = url.isPresent() && ProbeWords.isPlain(url.get());
    if (plain && (insecure || authorities.isPresent())) {
      String key = insecure ? "insecure" : "ca";
      section.problems().add(section.spot(key), "goes with an https URL only");
    }
    return new Check.Tls(!insecure, authorities);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    section
        .section("headers")
        .ifPresent(
            all -> all.map().entries().forEach((name, entry) -> header(all, name, entry, headers)));
    return Collections.unmodifiableMap(headers);
  }

  /** The value is not repeated in messages: it may be secret. */
  private static void header(
      Section all, String name, Item.Entry entry, Map<String, String> headers) {
    if (!ProbeWords.isHeaderName(name)) {
      all.problems().add(entry.key(), "'" + name + "' is not a name of a header");
    }
    if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      all.problems().add(entry.key(), "stands twice; case makes no difference");
    }
    Optional<String> value = all.text(entry.value());
    if (value.isPresent() && !ProbeWords.isHeaderValue(value.get())) {
      all.problems().add(entry.value().spot(), "a header's value is one line");
    }
    value.ifPresent(text -> headers.put(name, text));
  }

  private Rhythm rhythm() {
    Rhythm standard = Rhythm.DEFAULT;
    return new Rhythm(
        section.positiveDuration("interval").orElse(standard.interval()),
        section.positiveDuration("timeout").orElse(standard.timeout()),
        section.duration("initial_delay").orElse(standard.initialDelay()),
        section.decimal("backoff", 1, STEEPEST).orElse(standard.backoff()));
  }

  private Thresholds thresholds() {
    Thresholds standard = Thresholds.DEFAULT;
    return new Thresholds(
        section
            .number("success", 1, MOST_IN_A_ROW)
            .map(Math::toIntExact)
            .orElse(standard.success()),
        section
            .number("failure", 1, MOST_IN_A_ROW)
            .map(Math::toIntExact)
            .orElse(standard.failure()));
  }
}
