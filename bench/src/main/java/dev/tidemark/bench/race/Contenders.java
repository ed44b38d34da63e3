package dev.tidemark.bench.race;

import dev.tidemark.bench.Shape;
import dev.tidemark.bench.figures.Figures;
import dev.tidemark.bench.figures.OtherFigures;
import dev.tidemark.bench.limit.Limit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/** The list: who takes part. One more contender is one more line here. */
final class Contenders {

  /** What suits a race best; a peer has a file of its own. */
  private static final List<String> TUNED = List.of("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC");

  /**
   * On two cores the compiler comes late when threads that are to run its code take them: these let
   * it compile what is run most, and nothing else, and let who needs the code wait for it.
   */
  private static final List<String> COMPILER =
      List.of(
          "-XX:-BackgroundCompilation",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=12000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final List<String> OPENS =
      Stream.of(
              "java.lang java.lang.invoke java.net java.nio java.util java.util.concurrent"
                  .concat(" java.util.concurrent.atomic sun.nio.ch sun.security.action")
                  .split(" ", -1))
          .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
          .toList();

  private static final String[] CORE = {
    "--outputs=metrics", "--metrics=page_view_counts,active_users,aggregated_web_traffic"
  };

  private final House house;
  private final List<String> jvmOptions;

  /**
   * @param jvmOptions what every contender's JVM is told beside its own options
   */
  Contenders(House house, List<String> jvmOptions) {
    this.house = house;
    this.jvmOptions = jvmOptions;
  }

  /** All of them, whether they are built or not. */
  List<Contender> all() {
    return Stream.concat(racers().stream(), curves()).toList();
  }

  private List<Contender> racers() {
    return List.of(
        main("limit", Job.CORE, Schema.PLAIN, "bench", Limit.class.getName()),
        tidemark(Job.CORE, "tidemark-flink", "flink", Schema.TIDEMARK, Load::usual, CORE),
        peer("flink", Load::usual, "bench/flink", "dev.tidemark.bench.flink.TextbookFlink"),
        peer(
            "flink-optimised",
            Load::usual,
            "bench/flink",
            "dev.tidemark.bench.flink.OptimisedFlink"),
        peer(
            "kafka-streams",
            Load::usual,
            "bench/kafka-streams",
            "dev.tidemark.bench.streams.PlainStreams"),
        peer(
            "kafka-streams-optimised",
            Load::usual,
            "bench/kafka-streams",
            "dev.tidemark.bench.streams.OptimisedStreams"),
        peer("spark", Load::usual, "bench/spark", "dev.tidemark.bench.spark.StructuredSpark"),
        tidemark(
            Job.CORE,
            "tidemark-spark",
            "spark",
            Schema.TIDEMARK,
            Load::usual,
            with(CORE, "--until=now")),
        tidemark(Job.CORE, "tidemark-direct", "direct", Schema.TIDEMARK, Load::small, CORE),
        peer("beam-textbook", Load::small, "bench/beam", "dev.tidemark.bench.beam.TextbookBeam"),
        tidemark(Job.FULL, "tidemark-flink", "flink", Schema.TIDEMARK_EVENTS, Load::usual),
        tidemark(
            Job.FULL,
            "tidemark-flink-metrics",
            "flink",
            Schema.TIDEMARK_METRICS,
            Load::usual,
            "--outputs=metrics"),
        main("copy", Job.FULL, Schema.EVENTS_ALONE, "bench", CopyRows.class.getName()));
  }

  /** The core job on Flink at the points of the curves; the first of each is the usual one. */
  private Stream<Contender> curves() {
    return Stream.of(
            Stream.of(2, 1)
                .map(
                    number ->
                        point(
                            Job.PARALLELISM,
                            number + "-subtasks",
                            Load::usual,
                            with(CORE, "--parallelism=" + number))),
            Stream.of(Shape.USUAL.pages(), 1_000, 100_000, 5_000_000)
                .map(
                    number ->
                        point(
                            Job.KEYS,
                            number + "-urls",
                            events -> Load.ofPages(events, number),
                            CORE)),
            Stream.of(Shape.USUAL.bytes(), 200, 2_000, 20_000)
                .map(
                    number ->
                        point(
                            Job.SIZE,
                            number + "-bytes",
                            events -> Load.ofBytes(events, number),
                            CORE)),
            Stream.of(
                figures(Job.FIGURES, "1-figure", Schema.ONE_FIGURE, Load::usual, Figures.ONE),
                figures(Job.FIGURES, "6-figures", Schema.SIX_FIGURES, Load::usual, Figures.SIX),
                figures(
                    Job.FIGURES, "30-figures", Schema.THIRTY_FIGURES, Load::usual, Figures.THIRTY)),
            Stream.of(
                point(Job.OVERLAP, "5-minutes", Load::beforeADay, CORE),
                figures(
                    Job.OVERLAP,
                    "24-hours",
                    Schema.USERS_OF_A_DAY,
                    Load::beforeADay,
                    Figures.USERS_OF_A_DAY)))
        .flatMap(points -> points);
  }

  /** The core job as a stream on Flink, with a further option. */
  Contender stream(String option) {
    return point(Job.CORE, "stream", Load::usual, with(CORE, option));
  }

  private Contender point(Job job, String name, LongFunction<Load> load, String... options) {
    return tidemark(job, name, "flink", Schema.TIDEMARK, load, options);
  }

  /** Tidemark on Flink with other figures. */
  private Contender figures(
      Job job, String name, Schema schema, LongFunction<Load> load, Figures figures) {
    return new Contender(
        name,
        job,
        schema,
        load,
        house.runner("flink"),
        course ->
            java(
                course,
                TUNED,
                List.of(
                    "-cp",
                    house.classPathWith("flink"),
                    OtherFigures.class.getName(),
                    figures.name())),
        Course::environment);
  }

  /** A program of the core job in a module of its own. */
  private Contender peer(String name, LongFunction<Load> load, String module, String mainClass) {
    return new Contender(
        name,
        Job.CORE,
        Schema.PLAIN,
        load,
        house.classes(module).resolve(mainClass.replace('.', '/') + ".class"),
        course ->
            java(
                course,
                List.of("@" + house.jvmOptions(module)),
                List.of("-cp", house.classPath(module), mainClass)),
        Course::environment);
  }

  /** A program of this module. */
  private Contender main(String name, Job job, Schema schema, String module, String mainClass) {
    return new Contender(
        name,
        job,
        schema,
        Load::usual,
        house.classes(module),
        course -> java(course, TUNED, List.of("-cp", house.classPath(module), mainClass)),
        Course::environment);
  }

  /** Tidemark's own jar with its own command. */
  private Contender tidemark(
      Job job,
      String name,
      String engine,
      Schema schema,
      LongFunction<Load> load,
      String... options) {
    Path jar = house.runner(engine);
    return new Contender(
        name,
        job,
        schema,
        load,
        jar,
        course -> {
          List<String> command = new ArrayList<>(List.of("-jar", jar.toString(), "run"));
          command.add("--runner=" + engine + "Runner");
          command.add("--kafka=" + course.kafka());
          command.add("--topic=" + course.topic());
          command.addAll(List.of(options));
          return java(course, TUNED, command);
        },
        course ->
            Map.of(
                "POSTGRES_URL", course.jdbc(),
                "POSTGRES_USER", course.user(),
                "POSTGRES_PASSWORD", course.password(),
                "SPARK_LOCAL_IP", "127.0.0.1"));
  }

  private List<String> java(Course course, List<String> tuned, List<String> program) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(COMPILER);
    command.addAll(tuned);
    command.addAll(OPENS);
    // Checkpoints and spilled data go where the lap's directory is removed with them.
    command.add("-Djava.io.tmpdir=" + course.work());
    command.addAll(jvmOptions);
    command.addAll(program);
    return command;
  }

  private static String[] with(String[] options, String more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }
}
