package dev.tidemark.station.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of figures, from the events that count, in whatever order they come. */
final class Recount {

  /** By figure, begin of the step in milliseconds, and key. */
  private final Map<Figure, TreeMap<Long, Map<List<String>, Count>>> steps = new HashMap<>();

  /** Begins of windows; only those that are asked for are kept. */
  private final Scope scope;

  private final Map<List<String>, List<String>> keys = new HashMap<>();

  Recount(Scope scope) {
    this.scope = scope;
    for (Figure figure : Figure.ALL) {
      if (scope.has(figure.table())) {
        steps.put(figure, new TreeMap<>());
      }
    }
  }

  void add(Hit hit) {
    steps.forEach(
        (figure, counts) -> {
          long every = figure.every().toMillis();
          long step = Math.floorDiv(hit.micros(), every * 1_000) * every;
          if (figure.when().test(hit) && scope.mayHold(figure, step)) {
            Map<List<String>, Count> under = counts.computeIfAbsent(step, s -> new HashMap<>());
            for (List<String> key : figure.keys().apply(hit)) {
              under
                  .computeIfAbsent(shared(key), k -> new Count())
                  .add(figure.distinct() == null ? null : hit.visitor());
            }
          }
        });
  }

  /** One list for all windows: there are many more windows than keys. */
  private List<String> shared(List<String> key) {
    List<String> known = keys.putIfAbsent(key, key);
    return known == null ? key : known;
  }

  /** The begins of all windows that hold anything. */
  NavigableSet<Long> windows(Figure figure) {
    NavigableSet<Long> windows = new TreeSet<>();
    for (long step : steps.get(figure).keySet()) {
      long first = step - figure.size().toMillis() + figure.every().toMillis();
      for (long window = first; window <= step; window += figure.every().toMillis()) {
        windows.add(window);
      }
    }
    return windows;
  }

  /** What a window holds, by key. */
  Map<List<String>, Count> window(Figure figure, long begin) {
    Map<List<String>, List<Count>> parts = new HashMap<>();
    for (Map<List<String>, Count> step : in(figure, begin)) {
      step.forEach((key, count) -> parts.computeIfAbsent(key, k -> new ArrayList<>()).add(count));
    }
    Map<List<String>, Count> window = new HashMap<>();
    parts.forEach(
        (key, counts) -> window.put(key, counts.size() == 1 ? counts.get(0) : Count.sum(counts)));
    return window;
  }

  /** Whether anything was counted in a window under a key. */
  boolean touches(Figure figure, long begin, List<String> key) {
    return in(figure, begin).stream().anyMatch(step -> step.containsKey(key));
  }

  private Collection<Map<List<String>, Count>> in(Figure figure, long begin) {
    return steps.get(figure).subMap(begin, begin + figure.size().toMillis()).values();
  }
}
