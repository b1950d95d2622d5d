package dev.sentinelzero.watching;

import dev.sentinelzero.watching.Folders.Interest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders with all below them, kept watched whatever happens to them: folders that appear
 * are watched with what is in them already, those that go are forgotten, a path that is missing is
 * waited for at the nearest folder above it. Symbolic links within a folder are not followed; one
 * that is itself the watched path is. For one thread.
 */
final class Trees {
  private final Folders folders;
  private final Map<Tree, Standing> standings = new IdentityHashMap<>();

  /**
   * How a watched path is.
   *
   * @param real where it really is; absent while it is missing
   * @param identity of the folder, so that one that was replaced is seen
   * @param complete whether all of it is watched
   */
  private record Standing(
      Optional<Path> real, Optional<Object> identity, boolean folder, boolean complete) {}

  Trees(WatchService service) {
    this.folders = new Folders(service);
  }

  /** How many folders the system watches. */
  int folders() {
    return folders.count();
  }

  /** Watches a path from now on. */
  List<News> add(Tree tree) {
    List<News> news = new ArrayList<>();
    Standing standing = arm(tree, news);
    if (standing.real().isEmpty()) {
      news.add(
          new News.Remark(
              tree,
              "watch_missing",
              tree.path() + " does not exist; it is watched as soon as it does"));
    }
    return news;
  }

  void remove(Tree tree) {
    standings.remove(tree);
    folders.forget(tree);
  }

  private Standing arm(Tree tree, List<News> news) {
    Standing standing;
    try {
      standing = watch(tree, news);
    } catch (IOException e) {
      news.add(new News.Remark(tree, "watch_incomplete", refusal(tree, e)));
      standing = new Standing(real(tree.path()), identity(tree.path()), true, false);
    }
    standings.put(tree, standing);
    return standing;
  }

  private Standing watch(Tree tree, List<News> news) throws IOException {
    Path path = tree.path();
    Optional<Path> real = real(path);
    if (real.isEmpty()) {
      Path above = path;
      Path next = path;
      while (!Files.isDirectory(above)) {
        next = above;
        above = above.getParent() == null ? above.getRoot() : above.getParent();
      }
      folders.watch(above.toRealPath(), tree, named(next));
      boolean cameMeanwhile = Files.isDirectory(next) || real(path).isPresent();
      return cameMeanwhile ? watch(tree, news) : new Standing(real, Optional.empty(), false, true);
    }
    boolean folder = Files.isDirectory(real.get());
    watchName(tree, path);
    watchName(tree, real.get());
    Walk walk = new Walk(tree, real.get());
    if (folder) {
      Files.walkFileTree(real.get(), walk);
    }
    walk.refused().ifPresent(text -> news.add(new News.Remark(tree, "watch_incomplete", text)));
    return new Standing(real, identity(path), folder, walk.refused().isEmpty());
  }

  private void watchName(Tree tree, Path path) throws IOException {
    if (path.getParent() != null) {
      folders.watch(path.getParent().toRealPath(), tree, named(path));
    }
  }

  private static Interest named(Path path) {
    return path.getFileName() == null
        ? new Interest(false, Set.of())
        : new Interest(false, Set.of(path.getFileName()));
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> identity(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String refusal(Tree tree, IOException e) {
    String why = String.valueOf(e.getMessage());
    if (why.toLowerCase(Locale.ROOT).contains("limit")) {
      return "not all of "
          + tree.path()
          + " can be watched: the limit of inotify watches is reached with "
          + folders.count()
          + " folders of ours. Raise fs.inotify.max_user_watches by sysctl, or leave folders out"
          + " by 'ignore'; it is tried again every minute";
    }
    return "not all of " + tree.path() + " can be watched: " + why;
  }

  /** What the events of a key mean. */
  List<News> events(WatchKey key) {
    List<News> news = new ArrayList<>();
    List<WatchEvent<?>> events = key.pollEvents();
    List<Place> places = places(key);
    for (WatchEvent<?> event : events) {
      places.forEach(place -> happened(place, event, news));
    }
    if (!folders.go(key)) {
      places.forEach(place -> madeAnew(place, news));
    }
    return news;
  }

  private List<Place> places(WatchKey key) {
    List<Place> places = new ArrayList<>();
    folders
        .of(key)
        .ifPresent(
            folder ->
                folder
                    .getValue()
                    .forEach(
                        (tree, interest) ->
                            places.add(new Place(tree, folder.getKey(), interest))));
    return places;
  }

  /** The folder that was watched is gone, but there may be another one in its place. */
  private void madeAnew(Place place, List<News> news) {
    Standing standing = standings.get(place.tree());
    if (standing == null || !Files.isDirectory(place.folder(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean within = standing.real().filter(root -> !root.equals(place.folder())).isPresent();
    if (place.interest().inside() && within && place.folder().startsWith(standing.real().get())) {
      Seen seen =
          new Seen(standing.real().get(), place.folder(), StandardWatchEventKinds.ENTRY_CREATE);
      changedInside(place.tree(), seen, news);
    } else {
      lookAt(place.tree(), standing, news, true);
    }
  }

  /** Somebody's interest in a folder. */
  private record Place(Tree tree, Path folder, Interest interest) {}

  private void happened(Place place, WatchEvent<?> event, List<News> news) {
    Tree tree = place.tree();
    Standing standing = standings.get(tree);
    if (standing == null) {
      return;
    }
    if (!(event.context() instanceof Path name)) {
      overflowed(place, standing, news);
      return;
    }
    if (place.interest().names().contains(name)) {
      lookAt(tree, standing, news, true);
    }
    Path real = standing.real().orElse(null);
    if (place.interest().inside() && real != null && place.folder().startsWith(real)) {
      Path path = place.folder().resolve(name);
      changedInside(tree, new Seen(real, path, event.kind()), news);
    }
  }

  private record Seen(Path root, Path path, WatchEvent.Kind<?> kind) {
    Path within() {
      return root.relativize(path);
    }
  }

  private void changedInside(Tree tree, Seen seen, List<News> news) {
    if (tree.ignores(seen.within())) {
      return;
    }
    boolean gone = seen.kind() == StandardWatchEventKinds.ENTRY_DELETE;
    if (gone) {
      folders.forgetBelow(seen.path(), tree);
    }
    boolean folder = Files.isDirectory(seen.path(), LinkOption.NOFOLLOW_LINKS);
    if (!folder) {
      news.add(new News.Changed(tree, tree.shown(seen.within())));
      return;
    }
    if (!folders.isInside(seen.path(), tree)) {
      walk(tree, seen.root(), seen.path(), news);
    }
  }

  /** Files that are in it already were made before it could be watched: they have changed. */
  private void walk(Tree tree, Path root, Path from, List<News> news) {
    Walk walk = new Walk(tree, root);
    try {
      Files.walkFileTree(from, walk);
    } catch (IOException e) {
      walk.refuse(e);
    }
    walk.files().forEach(file -> news.add(new News.Changed(tree, tree.shown(file))));
    walk.refused()
        .ifPresent(
            text -> {
              news.add(new News.Remark(tree, "watch_incomplete", text));
              standings.computeIfPresent(
                  tree, (same, old) -> new Standing(old.real(), old.identity(), true, false));
            });
  }

  /** Too much happened to be told one by one: it counts as changed, and new folders are sought. */
  private void overflowed(Place place, Standing standing, List<News> news) {
    if (place.interest().inside() && standing.real().isPresent()) {
      news.add(new News.Changed(place.tree(), "more than the system can tell"));
      walk(place.tree(), standing.real().get(), place.folder(), new ArrayList<>());
    }
    if (!place.interest().names().isEmpty()) {
      lookAt(place.tree(), standing, news, true);
    }
  }

  /**
   * Looks whether every watched path is still what it was: what happens above a watched path, or on
   * a network file system, is told by nobody.
   *
   * @param again whether those that could not be watched as a whole are tried again
   */
  List<News> look(boolean again) {
    List<News> news = new ArrayList<>();
    for (Map.Entry<Tree, Standing> one : List.copyOf(standings.entrySet())) {
      lookAt(one.getKey(), one.getValue(), news, false);
      if (again && !one.getValue().complete()) {
        folders.forget(one.getKey());
        Standing now = arm(one.getKey(), new ArrayList<>());
        if (now.complete()) {
          news.add(new News.Remark(one.getKey(), "watch_complete", "all of it is watched now"));
          news.add(new News.Changed(one.getKey(), one.getKey().shown()));
        }
      }
    }
    return news;
  }

  /** A path may be gone, back, replaced, or nearer than it was. */
  private void lookAt(Tree tree, Standing before, List<News> news, boolean touched) {
    Optional<Object> identity = identity(tree.path());
    boolean is = identity.isPresent() || real(tree.path()).isPresent();
    boolean was = before.real().isPresent();
    boolean held = !before.folder() || folders.isInside(before.real().orElse(tree.path()), tree);
    boolean same = was == is && identity.equals(before.identity()) && held;
    if (same && (is || !touched)) {
      if (touched && !before.folder()) {
        news.add(new News.Changed(tree, tree.shown()));
      }
      return;
    }
    folders.forget(tree);
    arm(tree, news);
    if (was && !is) {
      news.add(
          new News.Remark(
              tree, "watch_lost", tree.path() + " is gone; it is watched again when it is back"));
    } else if (is) {
      if (!was) {
        news.add(new News.Remark(tree, "watch_back", tree.path() + " is there and is watched"));
      }
      news.add(new News.Changed(tree, tree.shown()));
    }
  }

  /** Watches every folder of a tree that is not ignored, and notes the files it meets. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private static final int MOST_FILES = 1000;
    private final Tree tree;
    private final Path root;
    private final List<Path> files = new ArrayList<>();
    private @Nullable String refused;

    Walk(Tree tree, Path root) {
      this.tree = tree;
      this.root = root;
    }

    List<Path> files() {
      return files;
    }

    Optional<String> refused() {
      return Optional.ofNullable(refused);
    }

    void refuse(IOException e) {
      refused = refusal(tree, e);
    }

    private boolean isIgnored(Path path) {
      return !path.equals(root) && tree.ignores(root.relativize(path));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
      if (isIgnored(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      try {
        folders.watch(folder, tree, new Interest(true, Set.of()));
        return FileVisitResult.CONTINUE;
      } catch (IOException e) {
        if (!Files.isDirectory(folder)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        refuse(e);
        return Files.isReadable(folder) ? FileVisitResult.TERMINATE : FileVisitResult.SKIP_SUBTREE;
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
      if (files.size() < MOST_FILES && !isIgnored(file)) {
        files.add(root.relativize(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (Files.isDirectory(file) && !isIgnored(file)) {
        refuse(e);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
