package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/** A collection of the user's MongoDB: where it is and how to get in. */
public final class Mongo implements Serializable {
  private static final Pattern ADDRESS =
      Pattern.compile("(mongodb(?:\\+srv)?://)(?:([^/@:]*)(?::([^/@]*))?@)?([^/?]+)(.*)");
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 150;

  private final String scheme;
  private final String hosts;
  private final String rest;
  private final String user;
  private final String password;
  private final String database;
  private final String collection;

  private Mongo(Matcher address, String user, String password, String database, String collection) {
    this.scheme = address.group(1);
    this.hosts = address.group(4);
    this.rest = address.group(5);
    this.user = user;
    this.password = password;
    this.database = database;
    this.collection = collection;
  }

  /**
   * The collection at an address {@code mongodb://HOST:PORT}; a user and a password given here win
   * over those in the address.
   *
   * @throws IllegalArgumentException with one line that says what is wrong with the address
   */
  public static Mongo at(
      String address, String user, String password, String database, String collection) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException("The address of MongoDB is not mongodb://HOST:PORT.");
    }
    if (!parts.group(1).contains("srv")) {
      // Refuses what is no host or port; the other kind asks the name service for them.
      demandHosts(parts.group(1) + parts.group(4) + parts.group(5));
    }
    boolean isNamed = user != null && !user.isEmpty();
    Mongo mongo =
        new Mongo(
            parts,
            isNamed ? user : decoded(parts.group(2)),
            password == null || password.isEmpty() ? decoded(parts.group(3)) : password,
            database,
            collection);
    if (mongo.user != null && mongo.password == null) {
      throw new IllegalArgumentException(
          "The user %s of %s has no password.".formatted(mongo.user, mongo));
    }
    return mongo;
  }

  private static void demandHosts(String address) {
    try {
      ConnectionString unused = new ConnectionString(address);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "The address of MongoDB is wrong: " + wrong.getMessage(), wrong);
    }
  }

  /** Connects when the first command is sent. */
  public MongoClient connect() {
    return MongoClients.create(settings());
  }

  /** The collection, over a connection to it. */
  public MongoCollection<Document> of(MongoClient client) {
    return client.getDatabase(database).getCollection(collection);
  }

  MongoClientSettings settings() {
    String login = user == null ? "" : encoded(user) + ":" + encoded(password) + "@";
    return MongoClientSettings.builder()
        .applicationName("tidemark")
        // A lost peer is noticed: the writer then tries again.
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
        // What one member alone holds is gone when that one is.
        .writeConcern(WriteConcern.MAJORITY)
        .applyConnectionString(new ConnectionString(scheme + login + hosts + rest))
        .build();
  }

  /** What a failure means, in one line that ends with what to do. */
  public String explained(MongoException failure) {
    String remedy = "reports an error";
    if (failure instanceof MongoSecurityException || failure.getCode() == 18) {
      remedy = "does not let user %s in: check user, password and authSource".formatted(user);
    } else if (failure.getCode() == 13) {
      remedy = "denies user %s a right: grant it readWrite on %s".formatted(user, database);
    } else if (failure instanceof MongoTimeoutException) {
      remedy = "cannot be reached: is it running, is the address right?";
    } else if (failure.getCode() == 11000) {
      remedy = "holds records twice already: choose another collection";
    }
    return "%s %s (%s)".formatted(this, remedy, firstLine(failure));
  }

  private static String firstLine(MongoException failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("").strip();
  }

  @Override
  public String toString() {
    return "MongoDB at %s, %s.%s,".formatted(hosts, database, collection);
  }

  /** The name of the collection, with that of its database. */
  public String namespace() {
    return database + "." + collection;
  }

  private static String decoded(String text) {
    return text == null || text.isEmpty() ? null : URLDecoder.decode(text, UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
