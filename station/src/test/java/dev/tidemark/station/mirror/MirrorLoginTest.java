package dev.tidemark.station.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.clients.admin.ScramMechanism.SCRAM_SHA_512;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.run.Topics;
import dev.tidemark.run.UserError;
import dev.tidemark.servers.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mirror whose source asks for a password with SCRAM, for TLS, and for both. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MirrorLoginTest {

  private static final int RECORDS = 50;
  private static final String STORE_PASSWORD = "of the store";

  /** What would break a line of JAAS that did not quote it. */
  private static final String PASSWORD = "a \"b\\ c;";

  @TempDir static Path directory;

  private static Broker broker;
  private static Path trusted;

  @BeforeAll
  static void startTheBroker() throws Exception {
    Path store = directory.resolve("broker.p12");
    makeCertificate(store);
    broker =
        Broker.withListeners(
            Map.of("SCRAM", "SASL_PLAINTEXT", "TLS", "SSL", "BOTH", "SASL_SSL"),
            Map.of(
                "sasl.enabled.mechanisms", "SCRAM-SHA-512",
                "listener.name.scram.scram-sha-512.sasl.jaas.config", SCRAM,
                "listener.name.both.scram-sha-512.sasl.jaas.config", SCRAM,
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", store.toString(),
                "ssl.keystore.password", STORE_PASSWORD,
                "ssl.key.password", STORE_PASSWORD));
    trusted =
        Files.writeString(
            directory.resolve("trusted.properties"),
            "ssl.truststore.type=PKCS12\nssl.truststore.location=%s\nssl.truststore.password=%s\n"
                .formatted(store, STORE_PASSWORD));
    Map<String, Object> plain = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(plain)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "reader", new ScramCredentialInfo(SCRAM_SHA_512, 4_096), PASSWORD)))
          .all()
          .get();
    }
    broker.createTopic("views", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(plain, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        var unused = producer.send(new ProducerRecord<>("views", ("view " + i).getBytes(UTF_8)));
      }
    }
  }

  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required;";

  /** With the tool that every Java has; valid for the address that the broker listens on. */
  private static void makeCertificate(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(), is(0));
  }

  @AfterAll
  static void stopTheBroker() {
    broker.close();
  }

  @Test
  void aPasswordIsShownWithScramAndNotSent() throws Exception {
    assertThat(copied("SCRAM", null, "reader", PASSWORD, false), is((long) RECORDS));
  }

  @Test
  void whoHasAnotherPasswordIsNotLetIn() {
    Throwable refused =
        assertThrows(Exception.class, () -> copied("SCRAM", null, "reader", "another", false));
    assertThat(root(refused) instanceof SaslAuthenticationException, is(true));
  }

  @Test
  void theSourceIsReadThroughTls() throws Exception {
    assertThat(copied("TLS", trusted, null, null, true), is((long) RECORDS));
  }

  @Test
  void aSourceThatNobodyVouchesForIsNotRead() {
    Throwable refused = assertThrows(Exception.class, () -> copied("TLS", null, null, null, true));
    while (!(refused instanceof SslAuthenticationException) && refused.getCause() != null) {
      refused = refused.getCause();
    }
    assertThat(refused.getMessage(), startsWith("SSL handshake failed"));
  }

  @Test
  void bothGoTogether() throws Exception {
    assertThat(copied("BOTH", trusted, "reader", PASSWORD, true), is((long) RECORDS));
  }

  @Test
  void aMechanismThatIsNotKnownIsRefused() {
    UserError refused =
        assertThrows(UserError.class, () -> settings("SCRAM", null, "reader", "x", "GUESS", false));
    assertThat(refused.isUsage(), is(true));
  }

  @Test
  void aSecretStandsInTheEnvironmentOrInAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "hidden\n");
    assertThat(
        ClusterLogin.secret(Map.of("SOURCE_PASSWORD_FILE", file.toString()), "SOURCE_PASSWORD"),
        is("hidden"));
    assertThat(
        ClusterLogin.secret(Map.of("SOURCE_PASSWORD", "open"), "SOURCE_PASSWORD"), is("open"));
  }

  /** How many records there are of the copy. */
  private static long copied(String listener, Path file, String user, String password, boolean tls)
      throws Exception {
    KafkaSettings source = settings(listener, file, user, password, "SCRAM-SHA-512", tls);
    KafkaSettings target = new KafkaSettings(broker.bootstrapServers(), "test", Map.of());
    Tally tally = new Tally(Long.MAX_VALUE);
    try (Copying copying =
        Copying.prepare(
            source, "views", target, "from_" + listener, true, Copying.Start.EARLIEST, tally)) {
      copying.start(new Wanted(null, Map.of(), 1), 1, true);
      while (!copying.isOverWithin(Duration.ofMillis(20))) {
        Thread.onSpinWait();
      }
      copying.rethrow();
    }
    try (Topics topics = new Topics(target)) {
      assertThat(topics.existing("from_" + listener).size(), is(1));
    }
    return tally.copied();
  }

  private static KafkaSettings settings(
      String listener, Path file, String user, String password, String mechanism, boolean tls) {
    return new KafkaSettings(
        broker.bootstrapServers(listener),
        "test",
        ClusterLogin.properties(file, user, password, mechanism, tls));
  }

  private static Throwable root(Throwable thrown) {
    return thrown.getCause() == null ? thrown : root(thrown.getCause());
  }
}
