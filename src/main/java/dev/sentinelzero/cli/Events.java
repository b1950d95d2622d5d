package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code events}: what was done and decided, by whom and why. */
final class Events implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "events",
        "show what was done and decided, by whom and why",
        List.of("[NAME] [-f] [--since 10m|TIME] [--limit N]"),
        Syntax.Operands.PROCESSES,
        List.of(
            Option.flag('f', "follow", "go on with new ones until Ctrl-C"),
            Option.valued("since", "D|TIME", "from then on"),
            Option.valued('n', "limit", "N", "the last N (100)")));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    AtomicReference<Json> last = new AtomicReference<>(Json.NULL);
    if (call.arguments().has("follow")) {
      return Follow.of(
          call,
          () -> target(call, last.get()),
          event -> {
            last.set(event);
            write(call, event);
            call.surroundings().out().flush();
          });
    }
    try (Api.Stream stream = call.api().stream(target(call, Json.NULL))) {
      stream.forEach(event -> write(call, event));
    }
    return ExitCode.DONE;
  }

  private static String target(Call call, @Nullable Json last) {
    String after = last == null ? "" : last.text("sequence");
    Arguments arguments = call.arguments();
    if (arguments.words().size() > 1) {
      throw Failure.usage("only one NAME can be given", "");
    }
    Query query = new Query("/events").all("process", arguments.words());
    if (after.isEmpty()) {
      query.with("since", arguments.text("since"));
      query.with("limit", arguments.count("limit").map(String::valueOf));
    } else {
      query.with("after", after).with("limit", "10000");
    }
    boolean follow = arguments.has("follow");
    return query.with("follow", Optional.of("true").filter(flag -> follow)).toString();
  }

  private static void write(Call call, Json event) {
    if (call.json()) {
      call.say(event.toString());
      return;
    }
    StringBuilder line = new StringBuilder(Ink.DIM.on(event.text("at"), call.colours()));
    String process = Visible.of(event.text("process"));
    if (!process.isEmpty()) {
      line.append(' ').append(Ink.BOLD.on(process, call.colours()));
    }
    line.append(' ').append(Visible.of(event.text("what")));
    String reason = event.text("reason");
    if (!reason.isEmpty()) {
      line.append(": ").append(Visible.of(reason));
    }
    String actor = event.text("actor");
    if (!actor.isEmpty()) {
      line.append(" (").append(Visible.of(actor)).append(", ");
      line.append(Visible.of(event.text("via"))).append(')');
    }
    call.say(line.toString());
  }
}
