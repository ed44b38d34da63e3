package dev.tidemark.event;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The texts that fields held lately, for one thread. */
public final class Vocabulary {

  /** More would crowd the heap where every page and browser is a new one: 10 MB a field at most. */
  private static final int MOST = 1 << 14;

  private final int entries;
  private final Texts[] known = new Texts[Field.COUNT];

  /**
   * @param entries how many texts of a field are remembered, if that is not too many
   */
  public Vocabulary(int entries) {
    this.entries = Math.min(entries, MOST);
  }

  /** The text of a field, from its bytes. */
  String of(Field field, byte[] bytes, int start, int length) {
    return switch (field) {
      case EVENT_TYPE, URL, HOST, REFERRER, USER_AGENT, PRODUCT_ID, STORE_ID ->
          known(field.ordinal()).of(bytes, start, length);
      case EVENT_ID, USER_ID, IP, SESSION_ID, HEADERS, PROPERTIES, ENVELOPE ->
          new String(bytes, start, length, UTF_8);
    };
  }

  private Texts known(int field) {
    Texts texts = known[field];
    if (texts == null) {
      texts = new Texts(entries);
      known[field] = texts;
    }
    return texts;
  }
}
