package dev.tidemark.aggregate;

import static dev.tidemark.event.SampleViews.micros;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.SampleViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The ways in which an event can relate to its windows: each tells a script and what counts. */
enum Lag {
  /** Events come in the order of their times. */
  ON_TIME {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      script.read(0, between("12:00:00", "12:06:00", chance)).watermark("12:05:00");
      script.read(0, between("12:06:00", "12:12:00", chance)).watermark("12:11:00");
      return script.read(0, between("12:12:00", "12:18:00", chance)).events();
    }
  },
  /** Results show while their windows are open, and are refined before these close. */
  SPECULATIVE {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      for (int block = 0; block < 4; block++) {
        script.read(0, between("12:00:00", "12:05:00", chance)).wait(Duration.ofSeconds(11));
      }
      return script.watermark("12:03:30").wait(Duration.ofSeconds(11)).events();
    }
  },
  /** Events come after their windows were closed, but not too late: they refine the results. */
  OBSERVABLY_LATE {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      script.read(0, between("12:10:00", "12:20:00", chance)).watermark("12:18:50");
      script.wait(Duration.ofSeconds(11));
      script.read(0, between("12:09:30", "12:14:00", chance)).wait(Duration.ofSeconds(11));
      return script.read(0, between("12:09:30", "12:11:00", chance)).events();
    }
  },
  /** Events come so late that their keeper sets them aside: they count nowhere. */
  DROPPABLY_LATE {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      script.read(0, SampleViews.view(SampleViews.at("12:30:00")));
      script.read(0, between("12:20:00", "12:30:00", chance)).watermark("12:29:00");
      List<EnrichedView> counted = script.events();
      script.read(0, between("12:00:00", "12:18:59", chance));
      return counted;
    }
  },
  /** Events come in any order that the out-of-orderness and the lateness allow together. */
  SHUFFLED {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      List<EnrichedView> events = new ArrayList<>(between("12:00:00", "12:10:59", chance));
      Collections.shuffle(events, chance);
      script.read(0, events.subList(0, 30)).watermark("12:04:00").wait(Duration.ofSeconds(11));
      script.read(0, events.subList(30, 31)).watermark("12:09:00");
      return script.read(0, events.subList(31, events.size())).events();
    }
  },
  /** A restart hands blocks over once more, cut at other places. */
  REDELIVERED {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      List<EnrichedView> first = between("12:00:00", "12:06:00", chance);
      List<EnrichedView> second = between("12:04:00", "12:10:00", chance);
      script.read(0, first).redeliver(0, 0, first).watermark("12:05:00").read(0, second);
      script.redeliver(0, 7, first.subList(7, 20)).redeliver(0, first.size(), second);
      return script.wait(Duration.ofSeconds(11)).redeliver(0, 0, first).events();
    }
  },
  /** Partitions advance at their own pace; one lags behind the others' windows. */
  SEVERAL_PARTITIONS {
    @Override
    List<EnrichedView> tell(Script script, Random chance) {
      script.read(0, between("12:00:00", "12:10:00", chance));
      script.read(1, between("12:05:00", "12:25:00", chance));
      script.read(2, between("11:50:00", "12:00:00", chance)).watermark("11:58:00");
      script.read(2, between("11:55:00", "12:15:00", chance)).wait(Duration.ofSeconds(11));
      script.read(1, between("12:20:00", "12:30:00", chance));
      return script.watermark("12:09:00").read(0, between("12:03:00", "12:20:00", chance)).events();
    }
  };

  /** Reads some events and answers which of them count. */
  abstract List<EnrichedView> tell(Script script, Random chance);

  private static List<EnrichedView> between(String from, String to, Random chance) {
    long start = micros(from);
    long span = micros(to) - start;
    return SampleViews.any(chance, 60).stream()
        .map(view -> SampleViews.moved(view, start + chance.nextLong(span)))
        .sorted(Comparator.comparing(view -> view.view().eventMicros()))
        .toList();
  }
}
