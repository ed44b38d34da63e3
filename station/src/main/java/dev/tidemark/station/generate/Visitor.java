package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Who visits: the same number is always the same person at the same place with the same browser.
 *
 * @param key what the events of this visitor are kept together by
 * @param country null for a program, which lives nowhere
 * @param userId null for one who has not signed in
 * @param about the fields that stay the same, ready to be written
 */
record Visitor(byte[] key, Country country, boolean bot, String userId, String about) {

  private static final double SIGNED_IN = 0.3;

  /** A person; the random numbers are the person's own. */
  static Visitor person(long number, Country country) {
    SplittableRandom own = new SplittableRandom(number);
    Browser browser = Browser.pick(own);
    Network network = country.networks().get(own.nextInt(country.networks().size()));
    String ip = network.address(own);
    String userId =
        own.nextDouble() < SIGNED_IN
            ? "u" + Long.toString(number >>> 24, Character.MAX_RADIX)
            : null;
    return new Visitor(
        key(number),
        country,
        false,
        userId,
        about(browser.userAgent(), ip, country.language())
            + ",\"screen\":\""
            + browser.screen()
            + "\"");
  }

  /** A program, which says nothing of a screen and signs in nowhere. */
  static Visitor program(long number) {
    SplittableRandom own = new SplittableRandom(number);
    Bot bot = Bot.pick(own);
    return new Visitor(
        key(number), null, true, null, about(bot.userAgent(), bot.network().address(own), "en"));
  }

  private static String about(String userAgent, String ip, String language) {
    return "\"user_agent\":\""
        + userAgent
        + "\",\"ip\":\""
        + ip
        + "\",\"properties\":{\"language\":\""
        + language
        + "\"";
  }

  private static byte[] key(long number) {
    return HexFormat.of().toHexDigits(number).getBytes(UTF_8);
  }
}
