package dev.tidemark.run;

import com.mongodb.MongoException;
import dev.tidemark.write.Mongo;
import dev.tidemark.write.RawDocuments;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where records are kept as they came. */
public final class RawStoreOptions {

  private static final Pattern URL = Pattern.compile("mongodb(\\+srv)?://.*");
  private static final Pattern PASSWORD = Pattern.compile(":[^/@?]+@");

  @Option(
      names = "--rawStore",
      paramLabel = "DIR|URL",
      description =
          "Where the output raw writes: a directory for Parquet files (default: the directory raw"
              + " in --lake), or mongodb://HOST:PORT.")
  String place;

  @Option(
      names = "--mongoHost",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MONGO_HOST}",
      description = "The same for a MongoDB, or several with commas (env MONGO_HOST).")
  String host;

  @Option(
      names = "--mongoDatabase",
      paramLabel = "NAME",
      defaultValue = "${env:MONGO_DB:-kafka_data_db}",
      description = "Its database (env MONGO_DB; default kafka_data_db).")
  String database;

  @Option(
      names = "--mongoCollection",
      paramLabel = "NAME",
      defaultValue = "${env:MONGO_COLLECTION:-product_views_records}",
      description = "Its collection (env MONGO_COLLECTION; default product_views_records).")
  String collection;

  @Option(
      names = "--mongoUser",
      paramLabel = "USER",
      defaultValue = "${env:MONGO_USERNAME}",
      description = "Its user (env MONGO_USERNAME).")
  String user;

  @Option(
      names = "--mongoPasswordFile",
      paramLabel = "FILE",
      defaultValue = "${env:MONGO_PASSWORD_FILE}",
      description =
          "A file that holds the user's password (env MONGO_PASSWORD_FILE, or the password itself"
              + " in env MONGO_PASSWORD).")
  Path passwordFile;

  /** The collection of MongoDB that these options name, if they do. */
  public Optional<Mongo> mongo() {
    boolean isUrl = place != null && URL.matcher(place).matches();
    if (!isUrl && (place != null || host == null || host.isEmpty())) {
      return Optional.empty();
    }
    String address = isUrl ? place : URL.matcher(host).matches() ? host : "mongodb://" + host;
    if (PASSWORD.matcher(address).find()) {
      throw UserError.inUsage(
          "The address of MongoDB holds a password, which every user of the machine can see.",
          "Put the password into MONGO_PASSWORD, or name a file with --mongoPasswordFile.");
    }
    try {
      return Optional.of(
          Mongo.at(
              address, user, Secrets.read("MONGO_PASSWORD", passwordFile), database, collection));
    } catch (IllegalArgumentException wrong) {
      throw UserError.inUsage(
          wrong.getMessage(), "Write --rawStore=mongodb://HOST:PORT, and the user as in --help.");
    }
  }

  /** The directory that these options name; null when they do not. */
  public String directory() {
    return mongo().isPresent() ? null : place;
  }

  /** Makes what a store needs, and finds out at the start whether it is there. */
  void prepare() {
    mongo()
        .ifPresent(
            mongo ->
                ask(
                    mongo,
                    there -> {
                      RawDocuments.prepare(there);
                      return there;
                    }));
  }

  /** Asks MongoDB something; its failures say in one line what to do. */
  public static <T> T ask(Mongo mongo, Function<Mongo, T> question) {
    try {
      return question.apply(mongo);
    } catch (MongoException failed) {
      throw new UserError(
          mongo.explained(failed),
          "See MONGO_HOST, MONGO_USERNAME and MONGO_PASSWORD, or --rawStore.",
          failed);
    }
  }
}
