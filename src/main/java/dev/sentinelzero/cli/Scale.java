package dev.sentinelzero.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code scale}: makes or removes instances of a process. */
final class Scale implements Verb {
  private static final int MOST = 1000;

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "scale",
            "make or remove instances of a process",
            List.of("NAME N"),
            Syntax.Operands.PROCESSES,
            List.of(Operation.TIMEOUT, Operation.NO_WAIT))
        .noting(
            "Only the highest indices come and go; the others are left as they run. The\n"
                + "process must have 'instances' in its file, and the next apply brings the\n"
                + "file's number back. 'scale NAME 0' removes all; 'config apply' makes them anew.",
            "Example: sentinelzero scale web 4");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<String> words = call.arguments().words();
    if (words.size() != 2) {
      throw Failure.usage("scale takes a name and a number", "sentinelzero scale web 4");
    }
    String name = words.get(0);
    Json answer = send(call, name, count(words.get(1)));
    if (call.json()) {
      call.print(answer);
      return Operation.code(answer);
    }
    List<Json> changes = answer.at("changes").items();
    if (changes.isEmpty()) {
      call.say(Visible.of(name) + ": has " + words.get(1) + " already");
      return ExitCode.DONE;
    }
    Applying.summary(call, List.of(answer));
    return Operation.complain(call, "scale", answer);
  }

  private static int count(String text) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > MOST) {
      throw Failure.usage(
          "'" + Visible.of(text) + "' is no number of instances", "give one from 0 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  private static Json send(Call call, String name, int count)
      throws IOException, InterruptedException {
    Json body = Json.of(Map.of("instances", count));
    String path = Request.process(name) + "/scale";
    if (call.arguments().has("no-wait")) {
      return call.api().send(Request.with("POST", path, body));
    }
    var wait = call.arguments().duration("timeout").orElse(Operation.LONG);
    String target = new Query(path).with("wait", Operation.text(wait)).toString();
    try (Progress progress = Progress.of(call, "scaling " + Visible.of(name) + " to " + count)) {
      return call.api().send(Request.with("POST", target, body).waiting(wait));
    }
  }
}
