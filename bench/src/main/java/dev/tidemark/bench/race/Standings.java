package dev.tidemark.bench.race;

import dev.tidemark.bench.race.Job.Yardstick;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What all contenders have reached, in the order of the list. */
record Standings(List<Standing> all) {

  static Standings of(List<Contender> contenders, List<Lap> laps) {
    Map<Contender, List<Lap>> byContender =
        laps.stream()
            .collect(
                Collectors.groupingBy(Lap::contender, LinkedHashMap::new, Collectors.toList()));
    return new Standings(
        contenders.stream()
            .filter(byContender::containsKey)
            .map(contender -> new Standing(contender, byContender.get(contender)))
            .toList());
  }

  /** The jobs that anybody did. */
  List<Job> jobs() {
    return Arrays.stream(Job.values()).filter(job -> !of(job).isEmpty()).toList();
  }

  List<Standing> of(Job job) {
    return all.stream().filter(standing -> standing.contender().job() == job).toList();
  }

  /** The yardsticks of a job that can be laid on. */
  List<Yardstick> yardsticks(Job job) {
    return job.yardsticks().stream().filter(yardstick -> at(yardstick).isPresent()).toList();
  }

  /** How many times the speed of the yardstick; nothing where one of the two has no figure. */
  OptionalDouble ratio(Standing standing, Yardstick yardstick) {
    OptionalDouble measure = at(yardstick);
    return standing.counts() && measure.isPresent()
        ? OptionalDouble.of(standing.median() / measure.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble at(Yardstick yardstick) {
    return all.stream()
        .filter(standing -> standing.contender().job().label().equals(yardstick.job()))
        .filter(standing -> standing.contender().name().equals(yardstick.contender()))
        .filter(Standing::counts)
        .mapToDouble(Standing::median)
        .findFirst();
  }
}
