package dev.tidemark.write;

import static dev.tidemark.write.Sql.count;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.tidemark.servers.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of dimensions that several workers meet at the same moment. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StarMembersTest {
  private static final int WORKERS = 8;
  private static final int ROUNDS = 200;

  @Test
  void aMemberThatAllWorkersMeetAtOnceIsRefusedToNone() throws Exception {
    try (Database database = Database.start(null)) {
      Postgres postgres = Sql.fresh(database, "star_members");
      Migrations.apply(postgres);
      CyclicBarrier together = new CyclicBarrier(WORKERS);
      ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
      try {
        List<Callable<List<Refused>>> work = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
          boolean describes = worker % 2 == 0;
          work.add(() -> meet(postgres, together, describes));
        }
        for (Future<List<Refused>> refused : workers.invokeAll(work)) {
          assertThat(refused.get(), empty());
        }
      } finally {
        workers.shutdownNow();
      }
      assertThat(count(postgres, "dim_product"), is((long) ROUNDS));
      assertThat(count(postgres, "dim_product WHERE product_name = 'told'"), is((long) ROUNDS));
    }
  }

  private static List<Refused> meet(Postgres postgres, CyclicBarrier together, boolean describes)
      throws Exception {
    List<Refused> refused = new ArrayList<>();
    try (RowWriter writer = new RowWriter(postgres, Retry.DEFAULT)) {
      for (int round = 0; round < ROUNDS; round++) {
        Member product = Member.product("p" + round);
        Rows rows;
        if (describes) {
          rows = new Rows(StarTables.DESCRIBED_PRODUCTS);
          rows.add(
              product.key(),
              product.hash(),
              product.natural().get(0),
              "told",
              null,
              null,
              null,
              null,
              1_000_000L,
              "told");
        } else {
          rows = new Rows(StarTables.PRODUCTS);
          product.addTo(rows);
        }
        together.await(1, TimeUnit.MINUTES);
        refused.addAll(writer.write(rows));
      }
    }
    return refused;
  }
}
