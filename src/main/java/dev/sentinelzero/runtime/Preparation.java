package dev.sentinelzero.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinelzero.process.Definition;
import dev.sentinelzero.process.Launcher;
import dev.sentinelzero.process.Managed;
import dev.sentinelzero.process.ProcessSpec;
import dev.sentinelzero.process.RunId;
import dev.sentinelzero.process.Stage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the order for the launcher from a definition: the environment, the secrets, the user. */
final class Preparation {
  private final Host host;

  Preparation(Host host) {
    this.host = host;
  }

  /** Whether files are read or commands run before the launch. */
  static boolean mayTakeLong(Definition definition) {
    ProcessSpec spec = definition.spec();
    boolean secrets =
        spec.environment().variables().values().stream()
            .anyMatch(ProcessSpec.Value.From.class::isInstance);
    return secrets
        || !spec.environment().files().isEmpty()
        || spec.confinement().user().isPresent()
        || spec.rules().hooks().beforeStart().isPresent();
  }

  Launcher.Order order(Managed managed, RunId run) throws NotReadyException {
    Definition definition = managed.definition();
    ProcessSpec spec = definition.spec();
    Host.User user = user(spec);
    Map<String, byte[]> environment = environment(definition, run, user);
    managed
        .agenda()
        .current()
        .ifPresent(
            one -> environment.put("SENTINELZERO_PLANNED_AT", bytes(one.planned().toString())));
    List<byte[]> entries = new ArrayList<>(environment.size());
    environment.forEach((name, value) -> entries.add(entry(name, value)));
    List<byte[]> argv =
        spec.execution().command().stream().map(word -> word.getBytes(UTF_8)).toList();
    Launcher.Settings settings =
        new Launcher.Settings(
            spec.execution().directory(),
            spec.execution().stdin(),
            spec.confinement().umask().isPresent()
                ? spec.confinement().umask()
                : OptionalInt.of(0022),
            spec.confinement().limits().nice(),
            limits(spec.confinement().limits()),
            user.account(),
            spec.logs().maxSize());
    return new Launcher.Order(
        new Launcher.Run(definition.name(), run), argv, List.copyOf(entries), settings);
  }

  private Host.User user(ProcessSpec spec) throws NotReadyException {
    Optional<String> words = spec.confinement().user();
    if (words.isEmpty()) {
      return host.self();
    }
    try {
      return host.user(words.orElseThrow());
    } catch (Host.NoSuchUserException e) {
      throw new NotReadyException(Stage.USER, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> limits(ProcessSpec.Limits limits) {
    Map<String, String> all = new LinkedHashMap<>();
    limits.resources().forEach((name, value) -> all.put(name, value + ":" + value));
    if (limits.openFiles().isPresent()) {
      long files = limits.openFiles().getAsLong();
      all.put("nofile", files + ":" + files);
    } else {
      host.originalDescriptorLimit().ifPresent(limit -> all.put("nofile", limit));
    }
    return all;
  }

  private Map<String, byte[]> environment(Definition definition, RunId run, Host.User user)
      throws NotReadyException {
    Map<String, byte[]> all = base(user);
    ProcessSpec.Environment declared = definition.spec().environment();
    Map<String, byte[]> own = host.ownEnvironment();
    for (String name : declared.inherit()) {
      byte[] value = own.get(name);
      if (value != null) {
        all.put(name, value);
      }
    }
    for (String file : declared.files()) {
      all.putAll(EnvironmentFile.read(file));
    }
    for (Map.Entry<String, ProcessSpec.Value> variable : declared.variables().entrySet()) {
      all.put(variable.getKey(), value(definition, variable.getKey(), variable.getValue()));
    }
    host.notifySocket()
        .map(socket -> definition.spec().coordination().probes().environment(socket))
        .ifPresent(notify -> notify.forEach((name, value) -> all.put(name, bytes(value))));
    all.put("SENTINELZERO_NAME", bytes(definition.name().value()));
    all.put("SENTINELZERO_PROJECT", bytes(definition.project()));
    all.put("SENTINELZERO_RUN_ID", bytes(run.value()));
    all.put("SENTINELZERO_INSTANCE", bytes(Integer.toString(definition.name().instance())));
    return all;
  }

  private Map<String, byte[]> base(Host.User user) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    Map<String, byte[]> own = host.ownEnvironment();
    all.put("HOME", bytes(user.home()));
    all.put("USER", bytes(user.name()));
    all.put("LOGNAME", bytes(user.name()));
    all.put("SHELL", bytes(user.shell()));
    all.put("LANG", own.getOrDefault("LANG", bytes("C.UTF-8")));
    all.put("TMPDIR", own.getOrDefault("TMPDIR", bytes("/tmp")));
    all.put("PATH", bytes(host.path()));
    return all;
  }

  private byte[] value(Definition definition, String name, ProcessSpec.Value value)
      throws NotReadyException {
    return switch (value) {
      case ProcessSpec.Value.Literal(String text) -> bytes(text);
      case ProcessSpec.Value.Numbered(long first, long step) ->
          bytes(Long.toString(first + step * definition.name().instance()));
      case ProcessSpec.Value.From from -> Secrets.resolve(name, from, host.ownEnvironment());
    };
  }

  private static byte[] entry(String name, byte[] value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream(name.length() + 1 + value.length);
    entry.writeBytes(bytes(name));
    entry.write('=');
    entry.writeBytes(value);
    return entry.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
