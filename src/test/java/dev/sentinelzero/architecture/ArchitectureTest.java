package dev.sentinelzero.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The borders between the packages, as docs/architecture.md draws them. */
class ArchitectureTest {
  private static final String ROOT = "dev.sentinelzero.";
  private static final Path COMPILED = Path.of("target/classes/dev/sentinelzero");
  private static final Path SOURCES = Path.of("src/main/java/dev/sentinelzero");

  private static final List<String> PURE =
      List.of("units", "process", "health", "schedule", "alerts");

  /** What each package may see of the others; {@code daemon} sees everything. */
  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          Map.entry("units", Set.of()),
          Map.entry("process", Set.of("health", "schedule", "units")),
          Map.entry("schedule", Set.of("units")),
          Map.entry("health", Set.of("units")),
          Map.entry("runtime", Set.of("process", "health", "schedule", "units")),
          Map.entry("api", Set.of()),
          Map.entry("os", Set.of("process", "runtime", "units")),
          Map.entry("probes", Set.of("health", "process", "reach", "runtime", "units")),
          Map.entry("reach", Set.of("health", "units")),
          Map.entry("alerts", Set.of("process", "units")),
          Map.entry("delivery", Set.of("alerts", "health", "process", "reach", "runtime", "units")),
          Map.entry("watching", Set.of("process", "runtime", "units")),
          Map.entry("store", Set.of("process", "runtime", "units")),
          Map.entry("files", Set.of("process", "runtime", "units")),
          Map.entry(
              "config", Set.of("alerts", "health", "process", "runtime", "schedule", "units")),
          Map.entry("host", Set.of("process", "runtime", "units", "api")),
          Map.entry(
              "http", Set.of("config", "health", "process", "runtime", "schedule", "units", "api")),
          Map.entry("importing", Set.of("config", "process", "units")),
          Map.entry(
              "cli", Set.of("api", "config", "host", "importing", "process", "schedule", "units")));

  /** Fewer classes than these were not all of them; nested ones count. */
  private static final Map<String, Integer> AT_LEAST =
      Map.ofEntries(
          Map.entry("units", 4),
          Map.entry("process", 60),
          Map.entry("health", 20),
          Map.entry("schedule", 20),
          Map.entry("runtime", 40),
          Map.entry("api", 1),
          Map.entry("os", 40),
          Map.entry("probes", 15),
          Map.entry("store", 25),
          Map.entry("files", 20),
          Map.entry("config", 30),
          Map.entry("importing", 20),
          Map.entry("http", 15),
          Map.entry("daemon", 15));

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPath(Path.of("target/classes"));

  private static Map<String, Integer> scanned() {
    Map<String, Integer> counts = new TreeMap<>();
    ALL.stream()
        .filter(type -> type.getName().startsWith(ROOT))
        .forEach(type -> counts.merge(feature(type), 1, Integer::sum));
    return counts;
  }

  private static String feature(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Set<String> features() {
    return scanned().keySet();
  }

  private static String in(String feature) {
    return ROOT + feature + "..";
  }

  @Test
  void everyClassThatWasCompiledWasRead() throws IOException {
    Map<String, Integer> counts = scanned();
    AT_LEAST.forEach(
        (feature, least) ->
            assertThat(counts.getOrDefault(feature, 0)).as(feature).isGreaterThanOrEqualTo(least));
    Map<String, Integer> files = new TreeMap<>();
    for (Path file : classFiles()) {
      String feature = COMPILED.relativize(file).getName(0).toString();
      files.merge(feature, 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(files);
  }

  @Test
  void everyPackageHasItsPlaceOnTheMap() throws IOException {
    Set<String> known = new TreeSet<>(MAY_SEE.keySet());
    known.add("daemon");
    assertThat(known).containsAll(features());
    try (Stream<Path> folders = Files.list(SOURCES)) {
      Set<String> sources =
          folders.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
      assertThat(features()).containsAll(sources);
    }
    String page = Files.readString(Path.of("docs/architecture.md"));
    for (String feature : features()) {
      assertThat(page).contains("| `" + feature + "` |");
    }
  }

  @Test
  void packagesSeeOnlyWhatTheyMay() {
    MAY_SEE.forEach(
        (feature, seen) -> {
          List<String> allowed = new ArrayList<>(List.of(in(feature)));
          seen.forEach(other -> allowed.add(in(other)));
          noClasses()
              .that()
              .resideInAPackage(in(feature))
              .should()
              .dependOnClassesThat(
                  resideInAnyPackage(ROOT.substring(0, ROOT.length() - 1) + "..")
                      .and(resideOutsideOfPackages(allowed.toArray(String[]::new))))
              .allowEmptyShould(!features().contains(feature))
              .check(ALL);
        });
  }

  @Test
  void thePureOnesKnowValuesOfTheJdkAlone() {
    for (String pure : PURE) {
      classes()
          .that()
          .resideInAPackage(in(pure))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      in(pure),
                      "java.lang",
                      "java.lang.annotation",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.time..",
                      "java.util",
                      "java.util.function",
                      "java.util.regex",
                      "java.util.stream",
                      "java.math",
                      "org.jspecify.annotations")
                  .or(seenBy(pure))
                  .or(arrayOrPrimitive())
                  .or(theOneChecked())
                  .or(theAnswerOfAPort()))
          .check(ALL);
    }
  }

  private static DescribedPredicate<JavaClass> seenBy(String feature) {
    Set<String> seen = MAY_SEE.getOrDefault(feature, Set.of());
    return resideInAnyPackage(seen.stream().map(ArchitectureTest::in).toArray(String[]::new));
  }

  private static DescribedPredicate<JavaClass> arrayOrPrimitive() {
    return DescribedPredicate.describe(
        "are arrays or primitives", type -> type.isArray() || type.isPrimitive());
  }

  /** The port {@code Launcher} says by it that something could not be written down. */
  private static DescribedPredicate<JavaClass> theOneChecked() {
    return DescribedPredicate.describe(
        "are IOException", type -> type.getName().equals("java.io.IOException"));
  }

  /** The port {@code Prober} answers later. */
  private static DescribedPredicate<JavaClass> theAnswerOfAPort() {
    return DescribedPredicate.describe(
        "are CompletableFuture",
        type -> type.getName().equals("java.util.concurrent.CompletableFuture"));
  }

  @Test
  void theOnlyInputOutputThatThePureOnesNameIsAPortsException() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE.stream().map(ArchitectureTest::in).toArray(String[]::new))
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "process.Launcher")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.net.."))
        .check(ALL);
  }

  @Test
  void thePureOnesReadNoClockThreadOrChance() {
    Set<String> types =
        Set.of(
            "java.lang.Thread",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.System",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.UUID",
            "java.util.Timer");
    noClasses()
        .that()
        .resideInAnyPackage(PURE.stream().map(ArchitectureTest::in).toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe("are one of " + types, t -> types.contains(t.getName())))
        .orShould(callA("now", "java.time."))
        .orShould(callA("random", "java.lang.Math"))
        .check(ALL);
  }

  private static ArchCondition<JavaClass> callA(String method, String ownerPrefix) {
    return new ArchCondition<>("call " + ownerPrefix + "…" + method) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          boolean calls =
              access.getTarget().getName().equals(method)
                  && access.getTargetOwner().getName().startsWith(ownerPrefix);
          events.add(new SimpleConditionEvent(access, calls, access.getDescription()));
        }
      }
    };
  }

  @Test
  void theShellKnowsNoTechnologyButTheLog() {
    noClasses()
        .that()
        .resideInAPackage(in("runtime"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                    in("runtime"),
                    in("process"),
                    in("health"),
                    in("schedule"),
                    in("units"),
                    "java..",
                    "org.slf4j",
                    "org.jspecify.annotations")
                .and(not(arrayOrPrimitive())))
        .orShould()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "java.net..", "java.lang.foreign.."))
        .check(ALL);
  }

  @Test
  void theApiIsTheJdkAlone() {
    noClasses()
        .that()
        .resideInAPackage(in("api"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                    in("api"), "java..", "com.sun.security.auth.module", "org.jspecify.annotations")
                .and(not(arrayOrPrimitive())))
        .check(ALL);
  }

  @Test
  void eachTechnologyHasOnePlace() {
    Map<String, Set<String>> places =
        Map.of(
            "java.lang.foreign..", Set.of("os"),
            "java.sql..", Set.of("store"),
            "org.jdbi..", Set.of("store"),
            "org.flywaydb..", Set.of("store"),
            "io.javalin..", Set.of("http"),
            "org.eclipse.jetty..", Set.of("http"),
            "org.snakeyaml..", Set.of("config"),
            "javax.net.ssl..", Set.of("probes", "reach", "http"),
            "com.dd.plist..", Set.of("importing"));
    places.forEach(
        (technology, homes) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    homes.stream().map(ArchitectureTest::in).toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAnyPackage(technology))
                .check(ALL));
  }

  @Test
  void theCommandLineStartsWithoutTheHeavyPartOfJackson() {
    noClasses()
        .that()
        .resideInAPackage(in("cli"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.databind.."))
        .because("its classes take longer to load than status takes, see ADR 0007")
        .check(ALL);
  }

  @Test
  void onlyTheEntriesTouchTheStreamsOfTheJvmOrEndIt() {
    Set<String> entries = Set.of(ROOT + "daemon.Main", ROOT + "cli.Main", ROOT + "cli.Cli");
    List<String> found = new ArrayList<>();
    for (JavaClass type : ALL) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
        boolean forbidden =
            Set.of(
                    "java.lang.System.out",
                    "java.lang.System.err",
                    "java.lang.System.in",
                    "java.lang.System.exit",
                    "java.lang.Runtime.exit",
                    "java.lang.Runtime.halt")
                .contains(target);
        if (forbidden && !entries.contains(type.getName())) {
          found.add(access.getDescription());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void onlyTheShellLocksByTheLanguage() throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaClass type : ALL) {
      type.getMethods().stream()
          .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
          .filter(method -> !feature(type).equals("runtime"))
          .forEach(method -> found.add(method.getFullName()));
    }
    for (Path file : classFiles()) {
      if (!file.startsWith(COMPILED.resolve("runtime")) && locks(file)) {
        found.add(file.toString());
      }
    }
    assertThat(found).isEmpty();
  }

  /** ArchUnit does not see blocks of synchronized; the instruction does not lie. */
  private static boolean locks(Path file) throws IOException {
    ClassModel model = ClassFile.of().parse(file);
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(e -> e instanceof Instruction i && i.opcode() == Opcode.MONITORENTER);
  }

  @Test
  void theEyeForLocksSeesOne() throws IOException {
    Path own = Path.of("target/test-classes/dev/sentinelzero/architecture");
    assertThat(locks(own.resolve("ArchitectureTest$Locking.class"))).isTrue();
    assertThat(locks(own.resolve("ArchitectureTest.class"))).isFalse();
  }

  /** Something that locks, to be seen. */
  @SuppressWarnings("unused")
  private static final class Locking {
    private int count;

    int counted() {
      synchronized (this) {
        return ++count;
      }
    }
  }

  private static List<Path> classFiles() throws IOException {
    try (Stream<Path> files = Files.walk(COMPILED)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
