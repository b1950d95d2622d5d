package dev.sentinelzero.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinelzero.alerts.Alert;
import dev.sentinelzero.alerts.Batch;
import dev.sentinelzero.alerts.Target;
import dev.sentinelzero.health.Check;
import dev.sentinelzero.process.ProcessSpec.Value;
import dev.sentinelzero.reach.Addresses;
import dev.sentinelzero.reach.Closer;
import dev.sentinelzero.reach.Deadline;
import dev.sentinelzero.reach.HttpAnswer;
import dev.sentinelzero.reach.HttpExchange;
import dev.sentinelzero.reach.LeashedCommands;
import dev.sentinelzero.runtime.Secrets;
import dev.sentinelzero.units.Durations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message to one target and waits until it has arrived. What it says of failures holds
 * neither addresses, headers nor bodies.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private final Surroundings surroundings;
  private final Closer closer = new Closer();
  private final Addresses addresses = new Addresses();
  private final HttpExchange exchange = new HttpExchange(addresses, closer);
  private final LeashedCommands commands;

  /**
   * What it stands on.
   *
   * @param keeper absolute path of the keeper's binary, under which commands are run
   * @param folder where commands run
   * @param temporary a folder for messages that commands read
   * @param host the name of this machine
   * @param path the search path of commands
   * @param environment the daemon's own, for references to variables
   */
  record Surroundings(
      Path keeper,
      Path folder,
      Path temporary,
      String host,
      String path,
      Supplier<Map<String, byte[]>> environment) {}

  /** It has not arrived. */
  static final class NotDeliveredException extends Exception {
    private static final long serialVersionUID = 1;

    NotDeliveredException(String message) {
      super(message);
    }
  }

  Sender(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.commands = new LeashedCommands(surroundings.keeper(), closer);
  }

  /**
   * Sends it.
   *
   * @throws NotDeliveredException with a few words
   */
  void send(Target target, Batch batch) throws NotDeliveredException, InterruptedException {
    switch (target.way()) {
      case Target.Webhook webhook -> post(target, webhook, batch);
      case Target.Command command -> run(target, command, batch);
    }
  }

  private void post(Target target, Target.Webhook webhook, Batch batch)
      throws NotDeliveredException, InterruptedException {
    Deadline deadline = Deadline.in(target.timeout());
    try {
      HttpExchange.Request request = request(target, webhook, batch);
      int status = exchange.send(request, deadline, Sender::status);
      if (status >= 300 && status < 400) {
        throw new NotDeliveredException("it answered with a redirect, which is not followed");
      }
      if (status < 200 || status >= 300) {
        throw new NotDeliveredException("it answered with HTTP status " + status);
      }
    } catch (Secrets.MissingException e) {
      throw new NotDeliveredException(String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      String why = e instanceof IOException ? String.valueOf(e.getMessage()) : "its URL is wrong";
      throw new NotDeliveredException(
          deadline.isOver() ? "no answer within " + Durations.format(target.timeout()) : why);
    }
  }

  /** The whole answer is taken, within bounds: some servers drop what nobody waits for. */
  private static int status(HttpAnswer answer) throws IOException {
    int status = answer.status();
    if (status >= 200 && status < 300 && status != 204 && status != 205) {
      answer.body();
    }
    return status;
  }

  private HttpExchange.Request request(Target target, Target.Webhook webhook, Batch batch)
      throws Secrets.MissingException {
    String body =
        switch (webhook.format()) {
          case JSON -> AlertCodec.message(batch, target.name(), surroundings.host());
          case SLACK -> AlertCodec.slack(batch, surroundings.host());
        };
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    for (Map.Entry<String, Value> header : webhook.headers().entrySet()) {
      headers.put(header.getKey(), text("the header " + header.getKey(), header.getValue()));
    }
    URI url = URI.create(text("the address", webhook.url()));
    if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
      throw new IllegalArgumentException("neither http nor https");
    }
    return new HttpExchange.Request(
        "POST",
        url,
        headers,
        Optional.of(body.getBytes(UTF_8)),
        new Check.Tls(true, webhook.authorities()),
        webhook.allowLinkLocal());
  }

  private String text(String what, Value value) throws Secrets.MissingException {
    String text =
        switch (value) {
          case Value.Literal(String literal) -> literal;
          case Value.From from ->
              new String(Secrets.value(what, from, surroundings.environment().get()), UTF_8);
          case Value.Numbered ignored -> "";
        };
    if (text.chars().anyMatch(letter -> letter < ' ' || letter == 127)) {
      throw new Secrets.MissingException(what + " holds a line end or another control character");
    }
    return text;
  }

  private void run(Target target, Target.Command command, Batch batch)
      throws NotDeliveredException, InterruptedException {
    Path message = null;
    try {
      message = Files.createTempFile(surroundings.temporary(), "message-", ".json");
      Files.writeString(
          message, AlertCodec.message(batch, target.name(), surroundings.host()) + "\n");
      CompletableFuture<LeashedCommands.End> end = new CompletableFuture<>();
      commands.run(leashed(target, command, message, batch), target.timeout(), end);
      switch (end.get()) {
        case LeashedCommands.End.Done() -> {}
        case LeashedCommands.End.Failed(String text) -> throw new NotDeliveredException(text);
        case LeashedCommands.End.Late() ->
            throw new NotDeliveredException(
                "it was not done within " + Durations.format(target.timeout()));
        case LeashedCommands.End.NotRun() ->
            throw new NotDeliveredException("the daemon is ending");
      }
    } catch (IOException e) {
      throw new NotDeliveredException("the message can't be written: " + e.getMessage());
    } catch (ExecutionException e) {
      throw new NotDeliveredException("it can't be run: " + e.getCause());
    } finally {
      delete(message);
    }
  }

  /** The keeper gives commands /dev/null; the shell in between opens the message. */
  private LeashedCommands.Command leashed(
      Target target, Target.Command command, Path message, Batch batch) {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" <\"$0\"", message.toString()));
    words.addAll(command.words());
    Alert first = batch.pending().getFirst().alert();
    return new LeashedCommands.Command(
        LeashedCommands.Command.OWN,
        words,
        surroundings.folder(),
        builder -> {
          Map<String, String> environment = builder.environment();
          environment.keySet().retainAll(List.of("HOME", "USER", "LOGNAME", "LANG", "TZ"));
          environment.put("PATH", surroundings.path());
          String prefix = "SENTINELZERO_EVENT_";
          environment.put(prefix + "TARGET", target.name());
          environment.put(prefix + "HOST", surroundings.host());
          environment.put(prefix + "COUNT", Integer.toString(batch.pending().size()));
          environment.put(prefix + "KIND", first.kind().word());
          environment.put(prefix + "PROCESS", first.process());
          environment.put(prefix + "AT", first.at().toString());
          environment.put(prefix + "CODE", first.reason().code());
          environment.put(prefix + "TEXT", first.reason().text().replace("\0", ""));
          environment.put(prefix + "MESSAGE", batch.text(surroundings.host()).replace("\0", ""));
        });
  }

  private static void delete(@Nullable Path message) {
    try {
      if (message != null) {
        Files.deleteIfExists(message);
      }
    } catch (IOException e) {
      LOG.warn("{} is left: {}", message, e.toString());
    }
  }

  @Override
  public void close() {
    commands.close();
    addresses.close();
    closer.close();
  }
}
