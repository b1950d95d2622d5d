package dev.sentinelzero.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sentinelzero.process.Agenda;
import dev.sentinelzero.process.ExitReport;
import dev.sentinelzero.process.Firing;
import dev.sentinelzero.process.ProcessName;
import dev.sentinelzero.process.Reason;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Wanted;
import dev.sentinelzero.runtime.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Journal lines as JSON. Version 1; a field may be added within a version, and readers ignore those
 * they don't know.
 */
final class EntryCodec {
  private static final int VERSION = 1;

  private EntryCodec() {}

  /** One line without its newline. */
  static String encode(JournalLine line) {
    return Json.object(
        json -> {
          json.writeNumberField("v", VERSION);
          json.writeNumberField("seq", line.sequence());
          switch (line) {
            case JournalLine.Mark mark ->
                json.writeStringField("type", mark.closed() ? "closed" : "begun");
            case JournalLine.Recorded recorded -> write(json, recorded.entry());
          }
        });
  }

  private static void write(JsonGenerator json, Entry entry) throws IOException {
    json.writeStringField("at", entry.at().toString());
    switch (entry) {
      case Entry.Happened happened -> writeHappened(json, happened);
      case Entry.RunBegan began -> {
        writeRun(json, "run_began", began.process(), began.run());
        writeReason(json, began.reason());
      }
      case Entry.RunOver over -> {
        writeRun(json, "run_over", over.process(), over.run());
        json.writeStringField("exit", ExitText.of(over.report().exit()));
        json.writeStringField("ended_at", over.report().at().toString());
        json.writeNumberField("up_nanos", over.report().up().toNanos());
      }
      case Entry.Defined defined -> {
        writeProcess(json, "defined", defined.process());
        json.writeStringField("project", defined.project());
        json.writeStringField("definition", defined.definition());
        json.writeStringField("wanted", defined.wanted().word());
      }
      case Entry.WantedChanged changed -> {
        writeProcess(json, "wanted", changed.process());
        json.writeStringField("wanted", changed.wanted().word());
      }
      case Entry.Fired fired -> writeFired(json, fired);
      case Entry.Deleted deleted -> writeProcess(json, "deleted", deleted.process());
    }
  }

  private static void writeFired(JsonGenerator json, Entry.Fired fired) throws IOException {
    Firing firing = fired.firing();
    writeProcess(json, "fired", fired.process());
    json.writeStringField("planned", firing.occurrence().planned().toString());
    json.writeStringField("cause", firing.occurrence().cause().word());
    json.writeStringField("outcome", firing.outcome().word());
    if (firing.run().isPresent()) {
      json.writeStringField("run", firing.run().get().value());
    }
    writeReason(json, firing.reason());
  }

  private static void writeHappened(JsonGenerator json, Entry.Happened happened)
      throws IOException {
    json.writeStringField("type", "happened");
    if (happened.process().isPresent()) {
      json.writeStringField("process", happened.process().get().value());
    }
    if (happened.run().isPresent()) {
      json.writeStringField("run", happened.run().get().value());
    }
    json.writeStringField("what", happened.what());
    writeReason(json, happened.reason());
    json.writeStringField("actor", happened.origin().actor());
    json.writeStringField("via", happened.origin().via());
    if (!happened.details().isEmpty()) {
      Json.writeMap(json, "details", happened.details());
    }
  }

  private static void writeProcess(JsonGenerator json, String type, ProcessName process)
      throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("process", process.value());
  }

  private static void writeRun(JsonGenerator json, String type, ProcessName process, RunId run)
      throws IOException {
    writeProcess(json, type, process);
    json.writeStringField("run", run.value());
  }

  private static void writeReason(JsonGenerator json, Reason reason) throws IOException {
    json.writeStringField("code", reason.code());
    json.writeStringField("text", reason.text());
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is torn, spoilt or of a later version
   */
  static JournalLine decode(String line) {
    Json.Fields fields = Json.parse(line);
    if (Integer.parseInt(fields.text("v")) != VERSION) {
      throw new IllegalArgumentException("version " + fields.text("v") + " is not known");
    }
    long sequence = Long.parseLong(fields.text("seq"));
    return switch (fields.text("type")) {
      case "begun" -> new JournalLine.Mark(sequence, false);
      case "closed" -> new JournalLine.Mark(sequence, true);
      default -> new JournalLine.Recorded(sequence, entry(fields));
    };
  }

  private static Entry entry(Json.Fields fields) {
    Instant at = instant(fields.text("at"));
    if (fields.text("type").equals("happened")) {
      return happened(at, fields);
    }
    ProcessName process = new ProcessName(fields.text("process"));
    return switch (fields.text("type")) {
      case "run_began" -> new Entry.RunBegan(at, process, run(fields), reason(fields));
      case "run_over" -> new Entry.RunOver(at, process, run(fields), report(fields));
      case "defined" ->
          new Entry.Defined(
              at,
              process,
              fields.text("project"),
              fields.text("definition"),
              wanted(fields.text("wanted")));
      case "wanted" -> new Entry.WantedChanged(at, process, wanted(fields.text("wanted")));
      case "fired" -> new Entry.Fired(at, process, firing(fields));
      case "deleted" -> new Entry.Deleted(at, process);
      default -> throw new IllegalArgumentException("type " + fields.text("type") + " is unknown");
    };
  }

  private static Firing firing(Json.Fields fields) {
    return new Firing(
        new Agenda.Occurrence(instant(fields.text("planned")), cause(fields.text("cause"))),
        outcome(fields.text("outcome")),
        fields.optional("run").map(RunId::new),
        reason(fields));
  }

  static Agenda.Cause cause(String word) {
    return Agenda.Cause.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Firing.Outcome outcome(String word) {
    return Firing.Outcome.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Entry.Happened happened(Instant at, Json.Fields fields) {
    return new Entry.Happened(
        at,
        new Entry.Origin(fields.text("actor"), fields.text("via")),
        fields.optional("process").map(ProcessName::new),
        fields.optional("run").map(RunId::new),
        fields.text("what"),
        reason(fields),
        fields.map("details"));
  }

  private static ExitReport report(Json.Fields fields) {
    return new ExitReport(
        ExitText.parse(fields.text("exit")),
        instant(fields.text("ended_at")),
        Duration.ofNanos(Long.parseLong(fields.text("up_nanos"))));
  }

  private static RunId run(Json.Fields fields) {
    return new RunId(fields.text("run"));
  }

  private static Reason reason(Json.Fields fields) {
    return new Reason(fields.text("code"), fields.text("text"));
  }

  static Wanted wanted(String word) {
    return Wanted.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a time", e);
    }
  }
}
