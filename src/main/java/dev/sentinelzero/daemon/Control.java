package dev.sentinelzero.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinelzero.config.DaemonSettings;
import dev.sentinelzero.delivery.Notifying;
import dev.sentinelzero.http.DaemonControl;
import dev.sentinelzero.os.Identities;
import dev.sentinelzero.os.Platform;
import dev.sentinelzero.runtime.RefusedException;
import dev.sentinelzero.store.Stores;
import java.time.Duration;
import java.time.Instant;

/** The daemon as the API sees it. */
final class Control implements DaemonControl {
  private final Home home;
  private final DaemonSettings settings;
  private final Stopping stopping;
  private final Stores stores;
  private final Notifying notifying;
  private final Instant started = Instant.now();

  Control(
      Home home, DaemonSettings settings, Stopping stopping, Stores stores, Notifying notifying) {
    this.home = home;
    this.settings = settings;
    this.stopping = stopping;
    this.stores = stores;
    this.notifying = notifying;
  }

  @Override
  public ObjectNode describe() {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("version", Version.text());
    view.put("pid", ProcessHandle.current().pid());
    view.put("home", home.path().toString());
    view.put("started_at", started.toString());
    view.put("uptime_seconds", Duration.between(started, Instant.now()).toMillis() / 1000.0);
    view.put("log_level", DaemonLog.level());
    view.put("boot_id", Identities.boot());
    view.put("platform", Platform.current().toString());
    view.put("java", Runtime.version().toString());
    ObjectNode effective = view.putObject("settings");
    for (DaemonSettings.Entry entry : settings.entries()) {
      effective.put(entry.key().path(), entry.value());
    }
    stores.trouble().ifPresent(view.putArray("warnings")::add);
    return view;
  }

  @Override
  public ObjectNode notifications() {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    var targets = view.putArray("targets");
    for (Notifying.Report report : notifying.reports()) {
      ObjectNode one = targets.addObject();
      one.put("target", report.target());
      one.put("by", report.way());
      report.on().forEach(one.withArray("on")::add);
      one.put("waiting", report.waiting());
      one.put("delivered_at", report.delivered().map(Instant::toString).orElse(null));
      one.put("failure", report.failure().orElse(null));
    }
    return view;
  }

  @Override
  public void testNotification(String target) throws RefusedException, InterruptedException {
    notifying.test(target);
  }

  @Override
  public void logLevel(String level) {
    DaemonLog.level(level);
  }

  @Override
  public void stop(boolean keepProcesses) {
    stopping.ask(keepProcesses ? Stopping.Way.KEEP_PROCESSES : Stopping.Way.STOP_PROCESSES);
  }
}
