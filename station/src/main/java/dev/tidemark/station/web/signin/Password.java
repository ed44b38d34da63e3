package dev.tidemark.station.web.signin;

import dev.tidemark.run.UserError;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password as it is kept: salted and hashed so that trying one takes a third of a second. */
record Password(int iterations, byte[] salt, byte[] hash) {

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final int ITERATIONS = 600_000;
  private static final int BYTES = 32;
  private static final int LONGEST = 1_024;

  /** Letters and digits that nobody confuses when typing them from a screen. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final Pattern KEPT =
      Pattern.compile("pbkdf2-sha256\\$(\\d{1,9})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

  static Password of(String password) {
    byte[] salt = Secret.random(16);
    return new Password(ITERATIONS, salt, hash(password, salt, ITERATIONS));
  }

  /** Reads what {@link #kept} wrote; empty when the text is something else. */
  static Optional<Password> parse(String text) {
    Matcher matcher = KEPT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Base64.Decoder decoder = Base64.getDecoder();
    return Optional.of(
        new Password(
            Integer.parseInt(matcher.group(1)),
            decoder.decode(matcher.group(2)),
            decoder.decode(matcher.group(3))));
  }

  /** A new password to be typed: 20 characters, 99 bits. */
  static String generate() {
    StringBuilder password = new StringBuilder();
    while (password.length() < 23) {
      int random = Secret.random(1)[0] & 0xff;
      if (password.length() % 6 == 5) {
        password.append('-');
      } else if (random < 256 / ALPHABET.length() * ALPHABET.length()) {
        password.append(ALPHABET.charAt(random % ALPHABET.length()));
      }
    }
    return password.toString();
  }

  String kept() {
    Base64.Encoder encoder = Base64.getEncoder();
    return String.join(
        "$",
        "pbkdf2-sha256",
        Integer.toString(iterations),
        encoder.encodeToString(salt),
        encoder.encodeToString(hash));
  }

  boolean is(String guess) {
    return guess.length() <= LONGEST && Secret.equal(hash, hash(guess, salt, iterations));
  }

  private static byte[] hash(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BYTES * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException unable) {
      throw new UserError(
          "This Java cannot hash passwords: " + unable.getMessage(),
          "Use a Java that has " + ALGORITHM + ".",
          unable);
    } finally {
      spec.clearPassword();
    }
  }
}
