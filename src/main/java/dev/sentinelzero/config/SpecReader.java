package dev.sentinelzero.config;

import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.ProcessSpec.Execution;
import dev.sentinelzero.process.ProcessSpec.Hooks;
import dev.sentinelzero.process.ProcessSpec.LogRule;
import dev.sentinelzero.process.ProcessSpec.PolicyChoice;
import dev.sentinelzero.process.ProcessSpec.Reload;
import dev.sentinelzero.process.ProcessSpec.StartRule;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one process, its defaults merged in. */
final class SpecReader {
  /** The policies that a bare word behind {@code restart} stands for. */
  static final Map<String, String> BARE_WORDS = bareWords();

  private static Map<String, String> bareWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("always", "always");
    words.put("on-failure", "standard");
    words.put("never", "none");
    return Collections.unmodifiableMap(words);
  }

  private final Section process;

  private SpecReader(Section process) {
    this.process = process;
  }

  /** The spec; placeholders stand for what was refused, so it counts only without problems. */
  static ProcessSpec read(Section process) {
    return new SpecReader(process).spec();
  }

  private ProcessSpec spec() {
    return new ProcessSpec(
        execution(),
        EnvironmentReader.read(process),
        new ProcessSpec.Rules(
            policy(),
            process.list("success_exits", ExitMatch::parse).orElse(List.of()),
            start(),
            stop(),
            reload(),
            hooks()),
        CoordinationReader.read(process),
        ConfinementReader.read(process),
        logs(),
        process.parsed("group", SpecReader::group),
        labels());
  }

  private static String group(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9_.@-]{0,127}")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a name of a group: A-Z a-z 0-9 _ . @ -, the first a letter or a"
              + " digit");
    }
    return text;
  }

  private Execution execution() {
    Item.Entry shell = process.map().entries().get("shell");
    Optional<List<String>> command = process.command("command");
    if ((shell == null) == command.isEmpty()) {
      process
          .problems()
          .add(
              process.map().spot(),
              shell == null
                  ? "must have 'command' or 'shell'"
                  : "must have only one of 'command' and 'shell'");
    }
    List<String> words =
        shell == null ? command.orElse(List.of("/bin/false")) : shellLine(shell.value());
    String directory = process.path("directory").orElseGet(this::home);
    return new Execution(words, shell != null, directory, process.path("stdin"));
  }

  private String home() {
    if (process.map().entries().containsKey("directory")) {
      return "/";
    }
    return process.absolute(process.map().spot().under("directory"), ".").orElse("/");
  }

  /** A shell expands by itself, so the line is taken as it is. */
  private List<String> shellLine(Item item) {
    String line = process.scalar(item).map(Item.Scalar::text).orElse(" ");
    if (line.isEmpty()) {
      process.problems().add(item.spot(), "must name a command");
    }
    return List.of("/bin/sh", "-c", line);
  }

  private PolicyChoice policy() {
    Optional<Item> restart = process.item("restart");
    if (restart.isPresent() && process.item("policy").isPresent()) {
      process.problems().add(process.spot("restart"), "goes without 'policy': one of them decides");
    }
    return restart
        .flatMap(this::inline)
        .or(() -> process.text("policy").map(PolicyChoice.Named::new))
        .orElseGet(this::usualPolicy);
  }

  /** What runs on a schedule is tried once a time, unless its policy says otherwise. */
  private PolicyChoice usualPolicy() {
    boolean scheduled = process.item("schedule").isPresent();
    return new PolicyChoice.Named(scheduled ? RestartPolicy.NONE : RestartPolicy.DEFAULT);
  }

  private Optional<PolicyChoice> inline(Item restart) {
    RestartPolicy standard = builtIn(RestartPolicy.DEFAULT);
    if (restart instanceof Item.Scalar) {
      return process
          .word("restart", BARE_WORDS)
          .map(name -> new PolicyChoice.Inline(builtIn(name)));
    }
    return process
        .section(restart)
        .map(words -> new PolicyChoice.Inline(PolicyReader.read(words, standard)));
  }

  static RestartPolicy builtIn(String name) {
    RestartPolicy policy = RestartPolicy.BUILT_IN.get(name);
    if (policy == null) {
      throw new IllegalStateException("no built-in policy " + name);
    }
    return policy;
  }

  private StartRule start() {
    Optional<Section> start = part("start", Keys.START);
    return new StartRule(
        start.flatMap(s -> s.duration("settle")).orElse(StartRule.DEFAULT.settle()),
        start.flatMap(s -> s.positiveDuration("timeout")).orElse(StartRule.DEFAULT.timeout()));
  }

  private Optional<Section> part(String key, List<String> known) {
    Optional<Section> part = process.section(key);
    part.ifPresent(section -> section.allow(known));
    return part;
  }

  private StopRule stop() {
    Optional<Section> stop = part("stop", Keys.STOP);
    StopRule standard = StopRule.DEFAULT;
    Duration timeout = stop.flatMap(s -> s.duration("timeout")).orElse(standard.timeout());
    return new StopRule(
        stop.flatMap(SpecReader::signal).orElse(standard.signal()),
        timeout,
        stop.flatMap(s -> s.word("scope", words(StopRule.Scope.values(), StopRule.Scope::word)))
            .orElse(standard.scope()),
        stop.flatMap(
                s ->
                    s.word(
                        "leftovers", words(StopRule.Leftovers.values(), StopRule.Leftovers::word)))
            .orElse(standard.leftovers()));
  }

  static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    for (T value : values) {
      words.put(word.apply(value), value);
    }
    return words;
  }

  private static Optional<Signal> signal(Section section) {
    Optional<String> text = section.text("signal");
    try {
      return text.map(Signal::parse);
    } catch (IllegalArgumentException e) {
      String typed = text.orElse("").toUpperCase(java.util.Locale.ROOT);
      String bare = typed.startsWith("SIG") ? typed.substring(3) : typed;
      section
          .problems()
          .addNear(section.spot("signal"), String.valueOf(e.getMessage()), bare, Signal.NAMES);
      return Optional.empty();
    }
  }

  private Optional<Reload> reload() {
    Optional<Section> reload = part("reload", Keys.RELOAD);
    if (reload.isEmpty()) {
      return Optional.empty();
    }
    Section section = reload.get();
    Optional<List<String>> exec = section.command("exec");
    Optional<Signal> signal = signal(section);
    if (section.map().entries().keySet().containsAll(Keys.RELOAD)
        || section.map().entries().isEmpty()) {
      section.problems().add(section.map().spot(), "must have one of 'signal' and 'exec'");
    }
    return exec.<Reload>map(Reload.ByCommand::new).or(() -> signal.map(Reload.BySignal::new));
  }

  private Hooks hooks() {
    Optional<Section> hooks = part("hooks", Keys.HOOKS);
    return new Hooks(
        hooks.flatMap(s -> s.command("before_start")), hooks.flatMap(s -> s.command("after_exit")));
  }

  private LogRule logs() {
    Optional<Section> logs = part("logs", Keys.LOGS);
    LogRule standard = LogRule.DEFAULT;
    return new LogRule(
        logs.flatMap(s -> s.size("max_size", 4096)).orElse(standard.maxSize()),
        logs.flatMap(s -> s.number("keep", 0, 1_000_000))
            .map(Math::toIntExact)
            .orElse(standard.keep()),
        logs.flatMap(s -> s.positiveDuration("max_age")).or(standard::maxAge),
        logs.flatMap(s -> s.flag("compress")).orElse(standard.compress()));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    process.section("labels").ifPresent(section -> readLabels(section, labels));
    return Collections.unmodifiableMap(labels);
  }

  private static void readLabels(Section section, Map<String, String> labels) {
    section
        .map()
        .entries()
        .forEach(
            (name, entry) -> {
              if (!name.matches("[A-Za-z_][A-Za-z0-9_./-]{0,127}")) {
                section
                    .problems()
                    .add(entry.key(), "a label's name is letters, digits and _ . / -");
              }
              section.text(entry.value()).ifPresent(text -> labels.put(name, text));
            });
  }
}
