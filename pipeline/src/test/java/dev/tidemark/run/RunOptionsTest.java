package dev.tidemark.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.event.Lateness;
import dev.tidemark.metric.Metrics;
import dev.tidemark.parse.FieldMap;
import dev.tidemark.parse.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What the options of {@code run} mean: their defaults, all of them given, and what is refused. */
class RunOptionsTest {
  private final Run run = new Run();
  private final StringWriter said = new StringWriter();

  @Test
  void theDefaultsOfEvents() {
    parse();

    assertThat(run.events.lateness(), is(Lateness.DEFAULT));
    assertThat(run.events.limits(), is(Limits.DEFAULT));
    assertThat(run.events.idleAfter, is(Duration.ofSeconds(60)));
    assertThat(run.events.geoDatabases, is(List.of()));
    assertThat(List.of(run.events.dropRetries, run.events.storeFullIp), is(List.of(false, false)));
  }

  @Test
  void everyOptionOfEvents() {
    parse(
        "--fields=url=request.uri",
        "--preset=web_traffic",
        "--maxEventBytes=99",
        "--maxFuture=2h",
        "--outOfOrderness=5s",
        "--allowedLateness=3m",
        "--idleAfter=250ms",
        "--dropRetries",
        "--geoDatabase=a.mmdb,b.mmdb",
        "--storeFullIp",
        "--visitorSaltFile=salt");

    assertThat(run.events.fields, is("url=request.uri"));
    assertThat(run.events.limits().maxEventBytes(), is(99));
    assertThat(run.events.limits().maxFutureMillis(), is(7_200_000L));
    assertThat(
        run.events.lateness(), is(new Lateness(Duration.ofSeconds(5), Duration.ofMinutes(3))));
    assertThat(run.events.idleAfter, is(Duration.ofMillis(250)));
    assertThat(List.of(run.events.dropRetries, run.events.storeFullIp), is(List.of(true, true)));
    assertThat(run.events.geoDatabases, is(List.of(Path.of("a.mmdb"), Path.of("b.mmdb"))));
    assertThat(run.events.visitorSaltFile, is(Path.of("salt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"product_views", "web_traffic", "user_activity"})
  void everyPresetMapsFields(String preset) {
    parse("--preset=" + preset);
    assertThat(run.events.fieldMap().equals(FieldMap.standard()), is(false));
  }

  @Test
  void fieldsOfOnesOwnComeBeforeThoseOfAPreset() {
    parse("--preset=product_views", "--fields=url=address,user_id=current_url");
    assertThat(
        run.events.rules().fields(),
        startsWith("url=address,user_id=current_url,referrer=referrer_url,event_time=time_stamp"));
  }

  @Test
  void aPresetOfOnesOwnIsAFileOfFields(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("own"), "# mine\nurl = where\n\nip=from.ip\n");
    parse("--preset=" + file);
    assertThat(run.events.rules().fields(), is("url = where,ip=from.ip"));
    parse("--preset=nowhere");
    UserError none = assertThrows(UserError.class, () -> run.events.rules());
    assertThat(
        none.getMessage(), containsString("--preset=nowhere is neither built in nor a file"));
  }

  @Test
  void theDefaultsOfResults() {
    parse();

    assertThat(run.results.outputs, is(EnumSet.of(Output.METRICS, Output.EVENTS)));
    assertThat(run.results.enrichedTopic, is("enriched_activity"));
    assertThat(run.results.earlyFiring, is(Duration.ofSeconds(10)));
    assertThat(run.results.shards, is(8));
    assertThat(run.results.metrics(), is(Metrics.ALL));
    assertThat(
        List.of(run.results.raw.database, run.results.raw.collection),
        is(List.of("kafka_data_db", "product_views_records")));
  }

  @Test
  void metricsAreChosenByTheirTables() {
    parse("--metrics=host_traffic,active_users");

    assertThat(
        run.results.metrics(), is(List.of(Metrics.of("active_users"), Metrics.of("host_traffic"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rawStore=mongodb://h:1|MongoDB at h:1, kafka_data_db.product_views_records,",
        "--mongoHost=a:1,b:2|MongoDB at a:1,b:2, kafka_data_db.product_views_records,",
        "--mongoHost=mongodb:1 --lake=x|MongoDB at mongodb:1, kafka_data_db.product_views_records,",
        "--mongoHost=h --rawStore=x|x",
        "--lake=x/|x/raw",
      })
  void aRawStoreIsADirectoryOrACollection(String options, String store) {
    parse(options.split(" "));

    assertThat(
        run.results.raw.mongo().map(Object::toString).orElseGet(run.results::rawDirectory),
        is(store));
  }

  @Test
  void everyOptionOfResults() {
    parse(
        "--outputs=topic,lake",
        "--enrichedTopic=rich",
        "--lake=s3://lake",
        "--rawStore=mongodb://h:1",
        "--mongoHost=g",
        "--mongoDatabase=d",
        "--mongoCollection=c",
        "--mongoUser=u",
        "--mongoPasswordFile=p",
        "--earlyFiring=1s",
        "--shards=3");

    assertThat(run.results.outputs, is(Set.of(Output.TOPIC, Output.LAKE)));
    assertThat(run.results.enrichedTopic, is("rich"));
    assertThat(run.results.lake, is("s3://lake"));
    assertThat(
        List.of(run.results.raw.place, run.results.raw.host, run.results.raw.user),
        is(List.of("mongodb://h:1", "g", "u")));
    assertThat(
        List.of(run.results.raw.database, run.results.raw.collection), is(List.of("d", "c")));
    assertThat(run.results.raw.passwordFile, is(Path.of("p")));
    assertThat(run.results.earlyFiring, is(Duration.ofSeconds(1)));
    assertThat(run.results.shards, is(3));
  }

  @Test
  void everyOptionOfKafkaPostgresAndRun() {
    parse(
        "--kafka=k:1",
        "--topic=a,b",
        "--group=g",
        "--kafkaConfig=k.properties",
        "--postgres=postgresql://h/d",
        "--postgresUser=u",
        "--postgresPasswordFile=p",
        "--until=now",
        "--every=5m",
        "--afresh",
        "--streaming",
        "--runner=SparkRunner",
        "--sparkMaster=local[2]");

    assertThat(
        List.of(run.kafka.bootstrapServers, run.kafka.topic, run.kafka.group),
        is(List.of("k:1", "a,b", "g")));
    assertThat(run.kafka.config, is(Path.of("k.properties")));
    assertThat(List.of(run.postgres.url, run.postgres.user), is(List.of("postgresql://h/d", "u")));
    assertThat(run.postgres.passwordFile, is(Path.of("p")));
    assertThat(List.of(run.until, run.every), is(List.of("now", Duration.ofMinutes(5))));
    assertThat(List.of(run.afresh, run.streaming), is(List.of(true, true)));
    assertThat(run.engine.engine(), is(Engine.SPARK));
    assertThat(run.passedOn, is(List.of("--sparkMaster=local[2]")));
  }

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "10s,PT10S", "5m,PT5M", "2h,PT2H", "1d,PT24H"})
  void durationsAreWrittenAsPeopleDo(String text, Duration meant) {
    assertThat(new DurationConverter().convert(text), is(meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-5s", "1.5h", "PT5M", "5 m", "9999999999s"})
  void otherTextsAreNoDurations(String text) {
    assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:hunter2@h/d",
        "jdbc:postgresql://h/d?user=me&password=hunter2",
        "jdbc:postgresql://h/d?sslpassword=hunter2"
      })
  void aPasswordOnTheCommandLineIsRefusedAndNotRepeated(String url) {
    refusesPassword("--postgres=" + url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rawStore=mongodb://me:hunter2@h",
        "--rawStore=mongodb+srv://me:hunter2@h/?tls=true",
        "--mongoHost=me:hunter2@h"
      })
  void soIsThatOfARawStore(String option) {
    refusesPassword(option, "--outputs=raw");
  }

  private void refusesPassword(String... options) {
    assertThat(line().execute(options), is(2));

    assertThat(said.toString(), containsString("every user of the machine can see"));
    assertThat(said.toString(), not(containsString("hunter2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--until=later|--until=later is not known",
        "--runner=StormRunner|There is no runner StormRunner",
        "--runner=SparkRunner|Streaming on Spark cannot promise exact results",
        "--outputs=lake|--outputs=lake needs a place",
        "--metrics=users|No metric fills a table 'users'",
        "--outputs=raw|--outputs=raw needs a place",
        "--outputs=raw --rawStore=mongodb://h:port|The address of MongoDB",
        "--outputs=raw --mongoHost=h --mongoUser=me|The user me of MongoDB at h",
        "--shards=0|--shards must be at least 1",
        "--ensure|--from and --ensure are for streams on a Flink cluster",
        "--flinkMaster=h:1 --ensure --until=now|--from and --ensure are for streams",
        "--flinkMaster=h:1 --ensure --from=latest|--ensure and --from contradict each other",
        "--every=5m --dropRetries|--dropRetries needs the events before a round",
      })
  void whatCannotWorkIsRefusedBeforeAnythingStarts(String option, String message) {
    assertThat(line().execute(option.split(" ")), is(2));
    assertThat(said.toString(), containsString(message));
  }

  @Test
  void helpShowsNoSecretOfTheEnvironment() {
    StringWriter help = new StringWriter();
    line().usage(new PrintWriter(help, true));

    assertThat(help.toString(), containsString("POSTGRES_PASSWORD"));
    assertThat(help.toString(), not(containsString("127.0.0.1:5432")));
  }

  private void parse(String... options) {
    line().parseArgs(options);
  }

  private CommandLine line() {
    return CommandLines.of(run).setErr(new PrintWriter(said, true));
  }
}
