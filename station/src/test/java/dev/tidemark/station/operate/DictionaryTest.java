package dev.tidemark.station.operate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.tidemark.servers.Database;
import dev.tidemark.station.deploy.Repository;
import dev.tidemark.write.Migrations;
import dev.tidemark.write.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DictionaryTest {

  @Test
  void thePageOfTheDocumentationIsWhatTheDatabaseSaysOfItself() throws Exception {
    try (Database server = Database.start(null)) {
      Postgres database = Postgres.at(server.url(), server.user(), server.password());
      Migrations.apply(database);
      String page = Dictionary.page(database);
      assertThat(page, not(containsString("|  |\n")));
      assertThat(page, not(containsString("\n\n.\n")));
      assertThat(Repository.read("docs/data-dictionary.md"), is(page));
    }
  }
}
