package dev.sentinelzero.config;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.ExitMatch;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.ProcessSpec.Confinement;
import dev.sentinelzero.process.ProcessSpec.Environment;
import dev.sentinelzero.process.ProcessSpec.Execution;
import dev.sentinelzero.process.ProcessSpec.Hooks;
import dev.sentinelzero.process.ProcessSpec.Limits;
import dev.sentinelzero.process.ProcessSpec.LogRule;
import dev.sentinelzero.process.ProcessSpec.OnExceeded;
import dev.sentinelzero.process.ProcessSpec.PolicyChoice;
import dev.sentinelzero.process.ProcessSpec.Reload;
import dev.sentinelzero.process.ProcessSpec.Rules;
import dev.sentinelzero.process.ProcessSpec.StartRule;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.process.RestartPolicy;
import dev.sentinelzero.process.RestartPolicy.Budget;
import dev.sentinelzero.process.RestartPolicy.Pause;
import dev.sentinelzero.process.RestartPolicy.Restart;
import dev.sentinelzero.process.Signal;
import dev.sentinelzero.process.StopRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random documents, the odd texts among them. */
final class Documents {
  private static final long LARGEST = 999_999_999_999_999L;

  private Documents() {}

  static Arbitrary<Document> documents() {
    Arbitrary<Map<String, RestartPolicy>> policies =
        Arbitraries.maps(names().filter(n -> !RestartPolicy.BUILT_IN.containsKey(n)), policies())
            .ofMaxSize(2)
            .map(Documents::withoutTwins);
    return Combinators.combine(names(), policies, Arbitraries.maps(names(), specs()).ofMaxSize(3))
        .as(
            (project, named, specs) ->
                new Document(
                    project,
                    named,
                    withoutTwins(specs).entrySet().stream()
                        .map(
                            one ->
                                new Definition(
                                    new ProcessName(one.getKey()),
                                    project,
                                    known(one.getValue(), named)))
                        .toList()));
  }

  /** Names differing in case only are one name. */
  private static <T> Map<String, T> withoutTwins(Map<String, T> map) {
    Map<String, T> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(map);
    return Map.copyOf(new TreeMap<>(all));
  }

  private static ProcessSpec known(ProcessSpec spec, Map<String, RestartPolicy> named) {
    Rules rules = spec.rules();
    PolicyChoice policy =
        rules.policy() instanceof PolicyChoice.Named && !named.isEmpty()
            ? new PolicyChoice.Named(named.keySet().iterator().next())
            : rules.policy();
    return new ProcessSpec(
        spec.execution(),
        spec.environment(),
        new Rules(
            policy, rules.success(), rules.start(), rules.stop(), rules.reload(), rules.hooks()),
        spec.coordination(),
        spec.confinement(),
        spec.logs(),
        spec.group(),
        spec.labels());
  }

  static Arbitrary<RestartPolicy> policies() {
    Arbitrary<RestartPolicy> random =
        Combinators.combine(
                Arbitraries.of(Restart.values()), exits(), exits(), exits(), budgets(), pauses())
            .as(RestartPolicy::new);
    return Arbitraries.oneOf(random, Arbitraries.of(RestartPolicy.BUILT_IN.values()));
  }

  private static Arbitrary<Budget> budgets() {
    return Combinators.combine(
            Arbitraries.integers().between(-1, 1000),
            positive().optional(),
            durations(),
            positive().optional())
        .as(Budget::new);
  }

  private static Arbitrary<Pause> pauses() {
    return Combinators.combine(
            durations(),
            Arbitraries.doubles().between(1, 100),
            durations(),
            Arbitraries.doubles().between(0, 1),
            positive().optional())
        .as(
            (delay, backoff, more, jitter, immediate) ->
                new Pause(delay, backoff, delay.plus(more), jitter, immediate));
  }

  private static Arbitrary<ProcessSpec> specs() {
    return Combinators.combine(
            executions(),
            environments(),
            rules(),
            Arbitraries.just(ProcessSpec.Coordination.NONE),
            confinements(),
            logs(),
            names().optional(),
            Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9), texts())
                .ofMaxSize(2))
        .as(ProcessSpec::new);
  }

  private static Arbitrary<Execution> executions() {
    Arbitrary<String> line = texts().filter(text -> !text.isEmpty());
    Arbitrary<Execution> shell =
        Combinators.combine(line, paths(), paths().optional())
            .as((text, dir, in) -> new Execution(List.of("/bin/sh", "-c", text), true, dir, in));
    Arbitrary<Execution> command =
        Combinators.combine(commands(), paths(), paths().optional())
            .as((words, dir, in) -> new Execution(words, false, dir, in));
    return Arbitraries.oneOf(shell, command);
  }

  private static Arbitrary<Environment> environments() {
    Arbitrary<Value> literals = texts().map(Value.Literal::new);
    Arbitrary<Value> numbers =
        Combinators.combine(
                Arbitraries.longs().between(-9999, 99_999), Arbitraries.longs().between(-10, 10))
            .as(Value.Numbered::new);
    Arbitrary<Value> files = paths().map(path -> new Value.From("file", path));
    Arbitrary<Value> others =
        Combinators.combine(
                Arbitraries.of("env", "exec", "keychain"), texts().filter(t -> !t.isBlank()))
            .as(Value.From::new);
    Arbitrary<String> variables =
        texts().filter(text -> !text.isEmpty() && text.indexOf('=') < 0 && !text.equals("<<"));
    return Combinators.combine(
            Arbitraries.maps(variables, Arbitraries.oneOf(literals, numbers, files, others))
                .ofMaxSize(3),
            paths().list().ofMaxSize(2),
            variables.list().ofMaxSize(2))
        .as(Environment::new);
  }

  private static Arbitrary<Rules> rules() {
    Arbitrary<PolicyChoice> policy =
        Arbitraries.oneOf(
            Arbitraries.of(RestartPolicy.BUILT_IN.keySet()).map(PolicyChoice.Named::new),
            policies().map(PolicyChoice.Inline::new));
    Arbitrary<StartRule> start = Combinators.combine(durations(), positive()).as(StartRule::new);
    Arbitrary<StopRule> stop =
        Combinators.combine(
                signals(),
                durations(),
                Arbitraries.of(StopRule.Scope.values()),
                Arbitraries.of(StopRule.Leftovers.values()))
            .as(StopRule::new);
    Arbitrary<Reload> reload =
        Arbitraries.oneOf(
            signals().map(Reload.BySignal::new), commands().map(Reload.ByCommand::new));
    Arbitrary<Hooks> hooks =
        Combinators.combine(commands().optional(), commands().optional()).as(Hooks::new);
    return Combinators.combine(policy, exits(), start, stop, reload.optional(), hooks)
        .as(Rules::new);
  }

  private static Arbitrary<Confinement> confinements() {
    Arbitrary<Map<String, String>> resources =
        Arbitraries.maps(
                Arbitraries.of("core", "data", "fsize", "memlock", "nproc", "stack", "as", "cpu"),
                Arbitraries.oneOf(
                    Arbitraries.longs().between(1, 1L << 40).map(String::valueOf),
                    Arbitraries.just("unlimited")))
            .ofMaxSize(4);
    Arbitrary<Limits> limits =
        Combinators.combine(
                Arbitraries.longs().between(1, LARGEST).optional(),
                Arbitraries.doubles().between(0.01, 10_000).optional(),
                Arbitraries.longs().greaterOrEqual(1).map(n -> n % 100_000_000 + 1).optional(),
                Arbitraries.integers().between(-20, 19).optional(),
                resources,
                Arbitraries.of(OnExceeded.values()))
            .as(
                (memory, cpu, files, nice, more, exceeded) ->
                    new Limits(
                        memory.map(OptionalLong::of).orElse(OptionalLong.empty()),
                        cpu.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                        files.map(OptionalLong::of).orElse(OptionalLong.empty()),
                        nice.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        more,
                        exceeded));
    return Combinators.combine(
            Arbitraries.of("www", "1000", "1000:33", "_x:y", "a$").optional(),
            Arbitraries.integers().between(0, 0777).optional(),
            limits)
        .as(
            (user, umask, some) ->
                new Confinement(
                    user, umask.map(OptionalInt::of).orElse(OptionalInt.empty()), some));
  }

  private static Arbitrary<LogRule> logs() {
    return Combinators.combine(
            Arbitraries.longs().between(4096, 1L << 40),
            Arbitraries.integers().between(0, 1000),
            positive().optional(),
            Arbitraries.of(true, false))
        .as(LogRule::new);
  }

  private static Arbitrary<List<ExitMatch>> exits() {
    Arbitrary<ExitMatch> codes =
        Combinators.combine(
                Arbitraries.integers().between(0, 255), Arbitraries.integers().between(0, 255))
            .as((a, b) -> new ExitMatch.Codes(Math.min(a, b), Math.max(a, b)));
    return Arbitraries.oneOf(
            codes,
            signals().map(ExitMatch.BySignal::new),
            Arbitraries.just((ExitMatch) new ExitMatch.Spawn()))
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Signal> signals() {
    return Arbitraries.of(Signal.NAMES).map(Signal::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(0, 10_000_000_000L).map(Duration::ofMillis);
  }

  private static Arbitrary<Duration> positive() {
    return durations().map(duration -> duration.plusMillis(1));
  }

  private static Arbitrary<List<String>> commands() {
    return texts().list().ofMinSize(1).ofMaxSize(4).filter(words -> !words.getFirst().isEmpty());
  }

  private static Arbitrary<String> paths() {
    return texts().map(text -> "/" + text);
  }

  private static Arbitrary<String> names() {
    Arbitrary<String> odd =
        Arbitraries.of("no", "1", "1.5", "null", "0x1", "a@b", "true", "a-b_c.d");
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(8), odd);
  }

  /** Texts that trip readers and writers of YAML, and random ones. */
  private static Arbitrary<String> texts() {
    Arbitrary<String> odd =
        Arbitraries.of(
            "",
            " ",
            "~",
            "null",
            "yes",
            "on",
            "12:30",
            "0o17",
            "1e3",
            ".5",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#",
            "*x",
            "&x",
            "!t",
            "|",
            ">",
            "%a",
            "@a",
            "`",
            "${HOME}",
            "$HOME",
            "$$",
            "${",
            "a\nb",
            "a\nb\n",
            "a\n\nb",
            "\na",
            " a\nb",
            "a\tb",
            "\"",
            "'",
            "\\",
            "---",
            "...",
            "é",
            "日本",
            "\u2028",
            "\u0085",
            "\u001b[0m",
            "\ufeff",
            "😀",
            "<<",
            "=",
            "a,b",
            "[a]",
            "{a}",
            "? a",
            "a\r\nb",
            "a \nb",
            "echo $1\nexit ${X:-1}\n",
            "true",
            "0",
            "022",
            "\u007f");
    Arbitrary<String> random =
        Arbitraries.strings()
            .withCharRange(' ', '\u0180')
            .withChars('\n', '\t', '$', '{', '}', '"', '\'', ':', '#')
            .ofMaxLength(20);
    return Arbitraries.oneOf(odd, random, Arbitraries.strings().alpha().ofMaxLength(8));
  }
}
