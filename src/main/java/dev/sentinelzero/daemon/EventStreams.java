package dev.sentinelzero.daemon;

import dev.sentinelzero.http.EventSource;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.runtime.Archive;
import dev.sentinelzero.store.Stores;
import dev.sentinelzero.store.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Follows the transaction log for the API. */
final class EventStreams implements EventSource {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  private final Stores stores;

  EventStreams(Stores stores) {
    this.stores = stores;
  }

  @Override
  public void follow(long after, Optional<ProcessName> process, Sink sink)
      throws IOException, InterruptedException {
    try (Subscription subscription = stores.subscribe(after, process)) {
      boolean wanted = true;
      while (wanted) {
        Optional<Subscription.Item> item = subscription.next(SIGN_OF_LIFE);
        if (item.isEmpty()) {
          wanted = sink.take(List.of());
          continue;
        }
        wanted =
            switch (item.orElseThrow()) {
              case Subscription.Item.Event(Archive.Numbered event) -> sink.take(List.of(event));
              case Subscription.Item.Dropped ignored ->
                  throw new IOException("too slow to follow; ask again from the last sequence");
            };
      }
    } catch (Archive.ArchiveException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
