package dev.sentinelzero.config;

import dev.sentinelzero.alerts.Kind;
import dev.sentinelzero.alerts.Outgoing;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.config.Item.Spot;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.units.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code notifications.targets} of the settings: who is told of what, and how. */
final class NotificationsReader {
  /** The key of the targets, beside the plain settings of its section. */
  static final String TARGETS = "targets";

  private static final List<String> WEBHOOK_ONLY =
      List.of("format", "headers", "ca", "allow_link_local");
  private static final List<String> TARGET =
      List.of("webhook", "command", "on", "timeout", "format", "headers", "ca", "allow_link_local");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "connection", "transfer-encoding");
  private static final Set<String> RESERVED = Set.of("all", "none", "true", "false");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Pattern LIMIT = Pattern.compile("(\\d{1,6}) per (.+)");
  private static final Map<String, Target.Format> FORMATS =
      SpecReader.words(Target.Format.values(), format -> format.name().toLowerCase(Locale.ROOT));

  private NotificationsReader() {}

  /**
   * When messages are sent.
   *
   * @param limit such as {@code 20 per 10m}
   * @throws IllegalArgumentException with a message for the user
   */
  static Outgoing.Rules rules(Duration window, String limit) {
    Matcher matcher = LIMIT.matcher(limit.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "must be a number of messages and a time, such as 20 per 10m");
    }
    Duration per = Durations.parse(matcher.group(2).strip());
    if (per.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("the time of a limit must be 1s or longer");
    }
    return new Outgoing.Rules(window, Integer.parseInt(matcher.group(1)), per);
  }

  /** The targets, in their order. */
  static List<Target> targets(Section notifications) {
    List<Target> targets = new ArrayList<>();
    notifications
        .section(TARGETS)
        .ifPresent(
            section ->
                section
                    .map()
                    .entries()
                    .forEach(
                        (name, entry) -> {
                          if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                            section
                                .problems()
                                .add(
                                    entry.key(),
                                    "a target's name is letters, digits, - and _, and none of all, none, true and"
                                        + " false");
                          }
                          section
                              .section(entry.value())
                              .flatMap(one -> target(name, one))
                              .ifPresent(targets::add);
                        }));
    return List.copyOf(targets);
  }

  private static Optional<Target> target(String name, Section target) {
    target.allow(TARGET);
    boolean webhook = target.item("webhook").isPresent();
    boolean command = target.item("command").isPresent();
    if (webhook == command) {
      target
          .problems()
          .add(
              target.map().spot(),
              webhook
                  ? "has 'webhook' and 'command'; a target is one of them"
                  : "must have 'webhook' or 'command'");
      return Optional.empty();
    }
    Optional<? extends Target.Way> way = webhook ? webhook(target) : command(target);
    Set<Kind> on = on(target);
    Duration timeout = target.parsed("timeout", NotificationsReader::timeout).orElse(TIMEOUT);
    return way.map(one -> new Target(name, one, on, timeout));
  }

  private static Duration timeout(String text) {
    Duration timeout = Numbers.duration(text);
    if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("must be longer than zero and at most 5m");
    }
    return timeout;
  }

  private static Set<Kind> on(Section target) {
    List<String> words =
        EnumSet.complementOf(EnumSet.of(Kind.TEST)).stream().map(Kind::word).toList();
    Set<Kind> on = EnumSet.noneOf(Kind.class);
    for (String word : target.texts("on").orElse(words)) {
      if (words.contains(word)) {
        on.add(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
      } else {
        String message = "'" + word + "' is none of " + String.join(", ", words);
        target.problems().addNear(target.spot("on"), message, word, words);
      }
    }
    if (target.item("on").isPresent() && on.isEmpty()) {
      target.problems().add(target.spot("on"), "names nothing: the target would never be told");
    }
    return on;
  }

  private static Optional<Target.Command> command(Section target) {
    for (String key : WEBHOOK_ONLY) {
      if (target.item(key).isPresent()) {
        target.problems().add(target.spot(key), "goes with 'webhook' only");
      }
    }
    return target.command("command").filter(words -> !words.isEmpty()).map(Target.Command::new);
  }

  private static Optional<Target.Webhook> webhook(Section target) {
    Optional<Value> url = value(target, "webhook");
    url.ifPresent(address -> checkUrl(target, address));
    Map<String, Value> headers = new LinkedHashMap<>();
    target
        .section("headers")
        .ifPresent(
            section ->
                section
                    .map()
                    .entries()
                    .forEach(
                        (name, entry) -> {
                          checkHeader(section, name, entry.key());
                          value(section, name).ifPresent(text -> headers.put(name, text));
                        }));
    Optional<Target.Format> format = target.word("format", FORMATS);
    Optional<String> authorities = target.path("ca");
    boolean linkLocal = target.flag("allow_link_local").orElse(false);
    return url.map(
        address ->
            new Target.Webhook(
                address, format.orElse(Target.Format.JSON), headers, authorities, linkLocal));
  }

  private static Optional<Value> value(Section section, String key) {
    Item.Entry entry = section.map().entries().get(key);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<Value> value = EnvironmentReader.value(section, key, entry);
    Spot spot = entry.value().spot();
    if (value.orElse(null) instanceof Value.Numbered) {
      section.problems().add(spot, "'from' must be a secret's place here, not a number");
      return Optional.empty();
    }
    // The text is not repeated: it may be a secret.
    if (value.orElse(null) instanceof Value.Literal(String text)
        && text.chars().anyMatch(letter -> letter < ' ' || letter == 127)) {
      section.problems().add(spot, "must be one line without control characters");
    }
    return value;
  }

  private static void checkUrl(Section target, Value value) {
    if (!(value instanceof Value.Literal(String text))) {
      return;
    }
    Spot spot = target.spot("webhook");
    try {
      URI url = URI.create(text);
      boolean web =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (!web || url.getHost() == null) {
        target.problems().add(spot, "must be an http or https address with a host");
      } else if (url.getRawUserInfo() != null) {
        target
            .problems()
            .add(spot, "must hold no user and password; give them by 'headers', as a secret");
      }
    } catch (IllegalArgumentException e) {
      target.problems().add(spot, "is no address; characters such as spaces must be escaped");
    }
  }

  private static void checkHeader(Section headers, String name, Spot key) {
    if (!HEADER.matcher(name).matches()) {
      headers.problems().add(key, "is no name of a header");
    } else if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      headers.problems().add(key, "'" + name + "' is set by the daemon itself");
    }
  }
}
