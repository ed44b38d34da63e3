package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/**
 * An address of PostgreSQL, taken apart. Its parts are decoded, and messages about it never repeat
 * the whole, which may hold a password.
 *
 * @param hosts each with its port where one was named
 * @param database empty for the one that is named like the user
 * @param parameters by the names that the JDBC driver knows
 */
record PostgresUrl(
    String user,
    String password,
    List<String> hosts,
    String database,
    Map<String, String> parameters)
    implements Serializable {

  private static final String FORM = "postgresql://user@host:port/database";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:jdbc:postgresql|postgresql|postgres)://"
              + "(?:(?<credentials>[^/?]*)@)?(?<hosts>[^/?@]*)"
              + "(?:/(?<database>[^/?]*))?(?:\\?(?<parameters>.*))?");
  private static final Pattern HOST =
      Pattern.compile("(?:[\\p{Alnum}._-]+|\\[[\\p{XDigit}:.]+])(?::(?<port>\\d{1,5}))?");

  /** What libpq's own programs call a parameter, and what the JDBC driver calls it. */
  private static final Map<String, String> SYNONYMS =
      Map.of(
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "connect_timeout", "connectTimeout",
          "gssencmode", "gssEncMode");

  static PostgresUrl parse(String address) {
    Matcher parts = ADDRESS.matcher(address == null ? "" : address.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not an address of PostgreSQL, which looks like " + FORM);
    }
    Map<String, String> parameters = parameters(parts.group("parameters"));
    String[] credentials =
        parts.group("credentials") == null
            ? new String[0]
            : parts.group("credentials").split(":", 2);
    String user = credentials.length > 0 ? decoded(credentials[0]) : null;
    String password = credentials.length > 1 ? decoded(credentials[1]) : null;
    String named = parameters.remove("user");
    String secret = parameters.remove("password");
    String database = parts.group("database");
    return new PostgresUrl(
        named == null ? user : named,
        secret == null ? password : secret,
        hosts(parts.group("hosts")),
        database == null ? "" : decoded(database),
        parameters);
  }

  PostgresUrl withoutCredentials() {
    return new PostgresUrl(null, null, hosts, database, parameters);
  }

  String jdbc() {
    List<String> query = new ArrayList<>();
    parameters.forEach((name, value) -> query.add(name + "=" + encoded(value)));
    return "jdbc:postgresql://%s/%s%s"
        .formatted(
            String.join(",", hosts),
            encoded(database),
            query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  @Override
  public String toString() {
    return String.join(",", hosts) + "/" + database;
  }

  private static List<String> hosts(String text) {
    List<String> hosts = List.of((text.isEmpty() ? "localhost" : text).split(",", -1));
    for (String host : hosts) {
      Matcher parts = HOST.matcher(host);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "The address of PostgreSQL names no host that could be one; it looks like " + FORM);
      }
      String port = parts.group("port");
      if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
        throw new IllegalArgumentException(
            "The port in the address of PostgreSQL must be 1 to 65535, not " + port);
      }
    }
    return hosts;
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new TreeMap<>();
    if (text == null || text.isEmpty()) {
      return parameters;
    }
    for (String parameter : text.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "The parameters in the address of PostgreSQL must be name=value, joined by &");
      }
      String given = parameter.substring(0, equals);
      String name = SYNONYMS.getOrDefault(given, given);
      if (PGProperty.forName(name) == null) {
        throw new IllegalArgumentException(
            "The address of PostgreSQL has an unknown parameter, " + given);
      }
      if (parameters.put(name, decoded(parameter.substring(equals + 1))) != null) {
        throw new IllegalArgumentException(
            "The address of PostgreSQL gives the parameter %s twice".formatted(given));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      // A plus sign stands for itself in an address, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The address of PostgreSQL has a % that two hexadecimal digits must follow", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
