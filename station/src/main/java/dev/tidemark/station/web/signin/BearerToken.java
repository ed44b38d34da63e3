package dev.tidemark.station.web.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.run.UserError;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret with which a program, rather than a person, shows that it may. */
public final class BearerToken {

  private static final int SHORTEST = 16;
  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  BearerToken(String token) {
    this.digest = Secret.digest(token.getBytes(UTF_8));
  }

  public static BearerToken read(Path file) {
    String token;
    try {
      token = Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UserError(
          "Cannot read the API token in " + file + ": " + unreadable.getMessage(),
          "Name a readable file with --apiTokenFile.");
    }
    if (token.length() < SHORTEST) {
      throw new UserError(
          "The API token in " + file + " is shorter than " + SHORTEST + " characters.",
          "Make a long random one, as with: openssl rand -hex 32");
    }
    return new BearerToken(token);
  }

  /** Whether the request shows this token. */
  public boolean isShownBy(Context ctx) {
    String header = ctx.header("Authorization");
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && Secret.equal(
            digest, Secret.digest(header.substring(SCHEME.length()).strip().getBytes(UTF_8)));
  }
}
