package dev.tidemark.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

  /** Key 00 01 … 0f, message 00 01 … of the given length: vectors of the reference program. */
  @ParameterizedTest
  @CsvSource({
    "0, 726fdb47dd0e0e31",
    "1, 74f839c593dc67fd",
    "2, 0d6c8009d9a94f5a",
    "3, 85676696d7fb7e2d",
    "4, cf2794e0277187b7",
    "5, 18765564cd99a68d",
    "6, cbc9466e58fee3ce",
    "7, ab0200f58b01d137",
    "8, 93f5f5799a932462",
    "9, 9e0082df0ba9e4b0",
    "15, a129ca6149be45e5",
    "63, 958a324ceb064572",
  })
  void givesThePublishedHashes(int length, String expected) {
    byte[] message = new byte[length + 3];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) i;
    }
    SipHash key = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(Long.toHexString(key.hash(message, length)), is(expected.replaceAll("^0", "")));
  }

  @Test
  void keepsItsKeyToItself() {
    assertThat(new SipHash(4711, 4712).toString(), not(containsString("471")));
  }
}
