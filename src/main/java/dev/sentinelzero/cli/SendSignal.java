package dev.sentinelzero.cli;

import dev.sentinelzero.process.Signal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code signal}: sends a signal to the leaders of processes. */
final class SendSignal implements Verb {
  @Override
  public Syntax syntax() {
    return Syntax.of(
        "signal",
        "send a signal",
        List.of("SIG NAME…", "SIG (-g GROUP | --all)"),
        Syntax.Operands.PROCESSES,
        List.of(Selected.GROUP, Selected.ALL));
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    List<String> words = call.atLeastOne("the signal");
    return new Operation(call, "signal")
        .with(Selected.of(call, words.subList(1, words.size())))
        .with("signal", Optional.of(signal(words.getFirst())))
        .run();
  }

  private static String signal(String word) {
    try {
      return Signal.parse(word).name();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), "sentinelzero signal HUP NAME");
    }
  }
}
