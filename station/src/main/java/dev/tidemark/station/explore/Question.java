package dev.tidemark.station.explore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question of docs/questions.md with its query.
 *
 * @param name short, as the comment above the query has it
 * @param asked as people ask it: the heading that the query stands under
 */
record Question(String name, String asked, String sql) {

  private static final Pattern PART =
      Pattern.compile("(?s)## (?<asked>[^\n]+)|```sql\n-- (?<name>[^\n]+)\n(?<sql>.*?);\n```");

  static final List<Question> ALL = read();

  private static List<Question> read() {
    try (InputStream page = Question.class.getResourceAsStream("questions.md")) {
      List<Question> all = new ArrayList<>();
      String asked = "";
      Matcher part = PART.matcher(new String(page.readAllBytes(), UTF_8));
      while (part.find()) {
        if (part.group("asked") != null) {
          asked = part.group("asked");
        } else {
          all.add(new Question(part.group("name"), asked, part.group("sql")));
        }
      }
      return List.copyOf(all);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
