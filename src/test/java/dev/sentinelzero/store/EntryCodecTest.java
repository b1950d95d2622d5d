package dev.sentinelzero.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.runtime.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static JournalLine through(JournalLine line) {
    String text = EntryCodec.encode(line);
    assertThat(text).doesNotContain("\n");
    return EntryCodec.decode(text);
  }

  @Test
  void everyKindOfLineComesBack() {
    Stream<Entry> ended = Entries.exits().stream().map(exit -> Entries.over(Entries.WEB, 1, exit));
    Stream<Entry> others =
        Stream.of(
            Entries.tick(Entries.WEB, 1),
            Entries.began(Entries.WEB, 1),
            Entries.defined(Entries.WEB, "{\"a\":[1,2]}"),
            new Entry.WantedChanged(Entries.NOON, Entries.WEB, Wanted.DOWN),
            new Entry.Deleted(Entries.NOON, Entries.WEB));
    Stream<Entry> fired =
        Stream.of(Firing.Outcome.values())
            .flatMap(
                outcome ->
                    Stream.of(
                        Entries.fired(Entries.WEB, 1, outcome, Optional.empty()),
                        Entries.fired(Entries.WEB, 2, outcome, Optional.of(Entries.run(2)))));
    assertThat(Stream.concat(fired, Stream.concat(ended, others)))
        .allSatisfy(
            entry -> {
              JournalLine line = new JournalLine.Recorded(Long.MAX_VALUE, entry);
              assertThat(through(line)).isEqualTo(line);
            });
    assertThat(through(new JournalLine.Mark(7, true))).isEqualTo(new JournalLine.Mark(7, true));
    assertThat(through(new JournalLine.Mark(0, false))).isEqualTo(new JournalLine.Mark(0, false));
  }

  @Property(tries = 300)
  void anyTextComesBack(@ForAll String text, @ForAll Map<String, String> details) {
    Entry.Happened entry =
        new Entry.Happened(
            Entries.NOON,
            new Entry.Origin(text, "cli"),
            Optional.empty(),
            Optional.of(Entries.run(3)),
            "said",
            new Reason("said", text),
            details);
    JournalLine line = new JournalLine.Recorded(1, entry);
    assertThat(through(line)).isEqualTo(line);
  }

  @Test
  void tornLinesAndLaterVersionsAreRefused() {
    String whole = EntryCodec.encode(new JournalLine.Recorded(9, Entries.began(Entries.WEB, 1)));
    for (int length = 0; length < whole.length(); length++) {
      String torn = whole.substring(0, length);
      assertThatThrownBy(() -> EntryCodec.decode(torn))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> EntryCodec.decode(whole.replace("\"v\":1", "\"v\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> EntryCodec.decode("\0\0\0"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
