package dev.sentinelzero.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code policy create} and {@code policy update}: keep a restart policy under a name. */
final class PolicyWrite implements Verb {
  private static final List<String> LISTS = List.of("restart_on", "never_on", "success_exits");

  private static final List<Option> WORDS =
      List.of(
          Option.valued("restart", "WHEN", "always, on-failure or never"),
          Option.valued("max-retries", "N", "consecutive automatic restarts; -1: no limit"),
          Option.valued("window", "D", "count only restarts within this time"),
          Option.valued("delay", "D", "before the first restart"),
          Option.valued("backoff", "X", "factor from one delay to the next"),
          Option.valued("max-delay", "D", "longest delay"),
          Option.valued("jitter", "X", "share of the delay that varies, 0 to 1"),
          Option.valued("reset-after", "D", "a run this long starts the count anew"),
          Option.valued("restart-on", "EXITS", "the only failures restarted: 1,3-9,SIGSEGV"),
          Option.valued("never-on", "EXITS", "never restarted"),
          Option.valued("success-exits", "EXITS", "count as success beside 0"),
          Option.valued("retry-every", "D", "one more attempt each time, after the retries"));

  private final boolean create;

  PolicyWrite(boolean create) {
    this.create = create;
  }

  @Override
  public Syntax syntax() {
    return create
        ? Syntax.of(
            "policy create",
            "keep a restart policy under a name",
            List.of("NAME [--restart WHEN] [--delay D] …"),
            Syntax.Operands.WORDS,
            WORDS)
        : Syntax.of(
            "policy update",
            "change a restart policy; it counts from the next exit on",
            List.of("NAME [--restart WHEN] [--delay D] …"),
            Syntax.Operands.POLICIES,
            WORDS);
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    String name = call.only("the policy's name");
    Map<String, Object> words = words(call.arguments());
    if (words.isEmpty() && !create) {
      throw Failure.usage("nothing to change is given", "see sentinelzero policy update --help");
    }
    Json body = Json.of(Map.of("policy", words, "create", create));
    Json answer = call.api().send(Request.with("PUT", "/policies/" + Request.segment(name), body));
    if (call.json()) {
      call.print(answer);
    } else {
      call.say("policy " + name + (create ? " created" : " updated"));
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> words(Arguments arguments) {
    Map<String, Object> words = new LinkedHashMap<>();
    for (Option option : WORDS) {
      String key = option.name().replace('-', '_');
      arguments
          .text(option.name())
          .ifPresent(text -> words.put(key, LISTS.contains(key) ? list(text) : scalar(key, text)));
    }
    return words;
  }

  private static List<Object> list(String text) {
    return List.of(text.split(",")).stream()
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .<Object>map(one -> one.matches("\\d{1,3}") ? (Object) Integer.valueOf(one) : one)
        .toList();
  }

  private static Object scalar(String key, String text) {
    boolean number =
        List.of("max_retries", "backoff", "jitter").contains(key)
            && text.matches("-?\\d{1,9}(\\.\\d{1,9})?");
    return number ? new BigDecimal(text) : text;
  }
}
