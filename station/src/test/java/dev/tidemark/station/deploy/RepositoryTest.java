package dev.tidemark.station.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.run.Home;
import dev.tidemark.station.Tidemark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents, the workflows and the Makefile name is there. */
class RepositoryTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern COMMAND = Pattern.compile("\\./tidemark ([a-z]+)");
  private static final Pattern LINE = Pattern.compile("\\./tidemark ([^`#\n]+)");
  private static final Set<String> BEAM =
      Set.of(
          "--flinkMaster",
          "--sparkMaster",
          "--parallelism",
          "--maxParallelism",
          "--checkpointingInterval");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z-]+):");
  private static final Pattern MAKE = Pattern.compile("`make ([a-z-]+)|(?m)^make ([a-z-]+)");
  private static final Pattern MODULE = Pattern.compile("(?:-pl |-C |cp )([\\w/,.-]+)");

  @Test
  void everyLinkOfADocumentLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String document : documents()) {
      Path at = Repository.ROOT.resolve(document).getParent();
      for (String target : found(LINK, Repository.read(document))) {
        if (!target.matches("[a-z]+:.*") && !Files.exists(at.resolve(target))) {
          broken.add(document + " -> " + target);
        }
      }
    }
    assertThat(broken, is(empty()));
  }

  @Test
  void everyCommandThatIsNamedIsThere() throws IOException {
    Set<String> known = Tidemark.commandLine(Home.standard()).getSubcommands().keySet();
    List<String> unknown = new ArrayList<>();
    List<String> texts = new ArrayList<>(documents());
    texts.addAll(List.of("Makefile", "docker-compose.yml", ".env.example"));
    for (String text : texts) {
      for (String command : found(COMMAND, Repository.read(text))) {
        if (!known.contains(command)) {
          unknown.add(text + ": " + command);
        }
      }
    }
    assertThat(unknown, is(empty()));
  }

  @Test
  void everyOptionThatIsNamedBehindACommandIsOneOfIt() throws IOException {
    List<String> unknown = new ArrayList<>();
    CommandLine root = Tidemark.commandLine(Home.standard());
    for (String document : documents()) {
      for (String line : found(LINE, Repository.read(document))) {
        CommandLine command = root;
        for (String word : line.strip().split("[\\s;|]+", -1)) {
          if (command.getSubcommands().containsKey(word)) {
            command = command.getSubcommands().get(word);
          }
          String option = word.replaceFirst("[=\\[\\]].*", "").replaceFirst("^\\[", "");
          // The benchmark's own test knows its options.
          boolean isKnown =
              command.getCommandName().equals("bench")
                  || command.getCommandSpec().optionsMap().containsKey(option)
                  || BEAM.contains(option)
                  || !option.matches("--[a-zA-Z]+");
          if (!isKnown) {
            unknown.add(document + ": " + line);
          }
        }
      }
    }
    assertThat(unknown, is(empty()));
  }

  @Test
  void everyMakeTargetIsNoFileIsExplainedAndIsWhatDocumentsName() throws IOException {
    String makefile = Repository.read("Makefile");
    List<String> targets = found(TARGET, makefile);
    String phony = makefile.lines().filter(l -> l.startsWith(".PHONY:")).findFirst().orElse("");
    for (String target : targets) {
      assertThat(List.of(phony.split(" ", -1)), hasItem(target));
      assertThat(makefile, containsString("\n" + target + ": ## "));
    }
    for (String wanted : List.of("up", "test", "bench", "format", "cluster", "clean")) {
      assertThat(targets, hasItem(wanted));
    }
    for (String document : documents()) {
      for (String named : found(MAKE, Repository.read(document))) {
        assertThat(document, targets, hasItem(named));
      }
    }
  }

  @Test
  void everyRecipeOfTheMakefileNamesModulesAndProfilesThatAreThere() throws IOException {
    String pom = Repository.read("pom.xml");
    List<String> sources = new ArrayList<>(Repository.files(".yml", ".github"));
    sources.add("Makefile");
    for (String source : sources) {
      String text = Repository.read(source);
      for (String modules : found(MODULE, text)) {
        for (String module : modules.split(",", -1)) {
          String place = module.replaceFirst("/target(/.*)?$", "");
          boolean isThere =
              place.startsWith("target") || Files.exists(Repository.ROOT.resolve(place));
          assertThat(source + ": " + module, isThere, is(true));
        }
      }
      for (String profile : found(Pattern.compile("-P([a-z]+)"), text)) {
        assertThat(pom, containsString("<id>" + profile + "</id>"));
      }
    }
  }

  @Test
  void everyWorkflowTestsOnBothProcessorsAndJavasAndRunsScriptsThatAreThere() throws IOException {
    List<String> workflows = Repository.files(".yml", ".github");
    assertThat(workflows, hasItem(".github/dependabot.yml"));
    for (String workflow : workflows) {
      assertThat(Repository.yaml(workflow).keySet().toString(), not(is("[]")));
      for (String script : found(Pattern.compile("run: (\\.\\S+)"), Repository.read(workflow))) {
        assertThat(Files.isExecutable(Repository.ROOT.resolve(script)), is(true));
      }
    }
    Map<String, Object> matrix = matrix(Repository.yaml(".github/workflows/build.yml"));
    assertThat(matrix.get("java").toString(), is("[17, 21]"));
    assertThat(matrix.get("os").toString(), containsString("-arm"));
    assertThat(Repository.read(".github/workflows/release.yml"), containsString("sha256sum"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> matrix(Map<String, Object> workflow) {
    Map<String, Object> jobs = (Map<String, Object>) workflow.get("jobs");
    Map<String, Object> test = (Map<String, Object>) jobs.get("test");
    return (Map<String, Object>) ((Map<String, Object>) test.get("strategy")).get("matrix");
  }

  @Test
  void theFilesThatAMaintainerExpectsAreThere() throws IOException {
    assertThat(Repository.read("LICENSE"), containsString("Apache License"));
    assertThat(Repository.read("NOTICE"), containsString("GeoLite2"));
    assertThat(
        new TreeSet<>(Repository.rootFiles(".md")),
        is(new TreeSet<>(Set.of("CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"))));
  }

  private static List<String> documents() throws IOException {
    List<String> documents = new ArrayList<>(Repository.rootFiles(".md"));
    documents.addAll(Repository.files(".md", "docs"));
    return documents;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(RepositoryTest::group).toList();
  }

  private static String group(MatchResult match) {
    for (int i = 1; i <= match.groupCount(); i++) {
      if (match.group(i) != null) {
        return match.group(i);
      }
    }
    throw new IllegalArgumentException(match.group());
  }
}
