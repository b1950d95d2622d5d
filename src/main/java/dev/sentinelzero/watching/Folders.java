package dev.sentinelzero.watching;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders that the system watches for us, each once, with who is interested in them. For one
 * thread.
 *
 * <p>A folder that was renamed keeps its watch, so that registering it under its new path answers
 * the key of the old one: then the key moves over to the new path.
 */
final class Folders {
  /** A watched folder. */
  private record Folder(Path path, WatchKey key, Map<Tree, Interest> interests) {}

  /**
   * What somebody wants to know of a folder: everything in it, or what becomes of some names.
   *
   * @param inside everything
   */
  record Interest(boolean inside, Set<Path> names) {
    private Interest and(Interest other) {
      Set<Path> all = new HashSet<>(names);
      all.addAll(other.names());
      return new Interest(inside || other.inside(), all);
    }
  }

  private final WatchService service;
  private final Map<Path, Folder> byPath = new HashMap<>();
  private final Map<WatchKey, Folder> byKey = new HashMap<>();

  Folders(WatchService service) {
    this.service = service;
  }

  /** How many there are. */
  int count() {
    return byPath.size();
  }

  /**
   * Watches a folder for somebody.
   *
   * @param path without symbolic links
   * @throws IOException when the system refuses
   */
  void watch(Path path, Tree tree, Interest interest) throws IOException {
    Folder folder = byPath.get(path);
    if (folder == null || !folder.key().isValid()) {
      folder = register(path, folder);
    }
    folder.interests().merge(tree, interest, Interest::and);
  }

  private Folder register(Path path, @Nullable Folder stale) throws IOException {
    WatchKey key =
        path.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
    Folder renamed = byKey.remove(key);
    if (renamed != null) {
      byPath.remove(renamed.path());
    }
    if (stale != null) {
      byKey.remove(stale.key());
    }
    Folder folder =
        new Folder(
            path,
            key,
            stale == null ? new LinkedHashMap<>() : new LinkedHashMap<>(stale.interests()));
    byPath.put(path, folder);
    byKey.put(key, folder);
    return folder;
  }

  /** The folder of a key and who is interested; absent when nobody is any more. */
  Optional<Map.Entry<Path, Map<Tree, Interest>>> of(WatchKey key) {
    return Optional.ofNullable(byKey.get(key))
        .map(folder -> Map.entry(folder.path(), Map.copyOf(folder.interests())));
  }

  /**
   * Lets more events of a key come; a folder that is gone is forgotten, and the answer is false.
   */
  boolean go(WatchKey key) {
    if (key.reset()) {
      return true;
    }
    Folder folder = byKey.remove(key);
    if (folder != null) {
      byPath.remove(folder.path(), folder);
    }
    return false;
  }

  /** Whether everything in this folder is watched for somebody. */
  boolean isInside(Path path, Tree tree) {
    Folder folder = byPath.get(path);
    Interest interest = folder == null ? null : folder.interests().get(tree);
    return folder != null && interest != null && interest.inside() && folder.key().isValid();
  }

  /** Nobody looks at anything for this tree any more. */
  void forget(Tree tree) {
    forget(tree, new ArrayList<>(byPath.values()));
  }

  /** The same, in a folder and all below it. */
  void forgetBelow(Path path, Tree tree) {
    if (byPath.containsKey(path)) {
      forget(tree, byPath.values().stream().filter(one -> one.path().startsWith(path)).toList());
    }
  }

  private void forget(Tree tree, List<Folder> folders) {
    for (Folder folder : folders) {
      if (folder.interests().remove(tree) != null && folder.interests().isEmpty()) {
        byPath.remove(folder.path(), folder);
        byKey.remove(folder.key(), folder);
        cancel(folder.key());
      }
    }
  }

  private static void cancel(WatchKey key) {
    try {
      key.cancel();
    } catch (ClosedWatchServiceException e) {
      // Then nobody watches anything.
    }
  }
}
