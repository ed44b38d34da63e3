package dev.tidemark.station.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.Arrays;

/** Puts an event together from bytes that are ready: one is made in a fraction of a microsecond. */
final class EventJson {

  private static final long DAY_MILLIS = 86_400_000L;
  private static final byte[] HEX = bytes("0123456789abcdef");
  private static final byte[] ID = bytes("{\"event_id\":\"");
  private static final byte[] TIME = bytes("\",\"event_time\":\"");
  private static final byte[] TYPE = bytes("\",\"event_type\":\"");
  private static final byte[] URL = bytes("\",\"url\":\"");
  private static final byte[] REFERRER = bytes("\",\"referrer\":\"");
  private static final byte[] QUOTE = bytes("\"");
  private static final byte[] END = bytes("}}");
  private static final byte[] PRODUCT = bytes("},\"product_id\":\"p");
  private static final byte[] END_OF_PRODUCT = bytes("\"}");
  private static final byte[] AMOUNT = bytes(",\"currency\":\"EUR\",\"amount\":");
  private static final byte[] TARGET = bytes(",\"target\":\"#more\"");
  private static final byte[] PAGE_VIEW = bytes("page_view");
  private static final byte[] CLICK = bytes("click");
  private static final byte[] PURCHASE = bytes("purchase");

  private byte[] buffer = new byte[4096];
  private int length;
  private long day = Long.MIN_VALUE;
  private byte[] date;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** What a session does at this moment, as an event. */
  byte[] of(long idHigh, long idLow, long millis, Session session) {
    length = 0;
    put(ID);
    hex(idHigh);
    hex(idLow);
    put(TIME);
    time(millis);
    put(TYPE);
    switch (session.action()) {
      case PAGE_VIEW -> put(PAGE_VIEW);
      case CLICK -> put(CLICK);
      case PURCHASE -> put(PURCHASE);
    }
    put(URL);
    put(session.url());
    put(session.query());
    if (session.referrer().length > 0) {
      put(REFERRER);
      put(session.referrer());
    }
    put(QUOTE);
    put(session.about());
    switch (session.action()) {
      case PAGE_VIEW -> put(END);
      case CLICK -> {
        put(TARGET);
        put(END);
      }
      case PURCHASE -> {
        put(AMOUNT);
        put(bytes(String.valueOf(9 + session.page() * 7 % 190)));
        put(PRODUCT);
        put(bytes(String.valueOf(1000 + session.page())));
        put(END_OF_PRODUCT);
      }
    }
    return Arrays.copyOf(buffer, length);
  }

  private void put(byte[] bytes) {
    if (length + bytes.length > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (length + bytes.length));
    }
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void hex(long value) {
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      buffer[length++] = HEX[(int) (value >>> shift) & 15];
    }
  }

  private void time(long millis) {
    long on = Math.floorDiv(millis, DAY_MILLIS);
    if (on != day) {
      day = on;
      date = bytes(LocalDate.ofEpochDay(on) + "T");
    }
    put(date);
    int left = (int) Math.floorMod(millis, DAY_MILLIS);
    digits(left / 3_600_000, 2, ':');
    digits(left / 60_000 % 60, 2, ':');
    digits(left / 1_000 % 60, 2, '.');
    digits(left % 1_000, 3, 'Z');
  }

  private void digits(int number, int digits, char end) {
    int rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    buffer[length++] = (byte) end;
  }
}
