package dev.tidemark.station.mirror;

/**
 * How far a partition is copied.
 *
 * @param topicId what tells the source's topic from others of its name
 * @param nextOffset the first record of the source that is not copied
 */
record Place(String topicId, long nextOffset) {

  static Place of(String text) {
    int space = text.indexOf(' ');
    return new Place(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
  }

  @Override
  public String toString() {
    return topicId + " " + nextOffset;
  }
}
