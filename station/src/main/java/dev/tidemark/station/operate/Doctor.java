package dev.tidemark.station.operate;

import dev.tidemark.run.EventOptions;
import dev.tidemark.run.Home;
import dev.tidemark.run.KafkaOptions;
import dev.tidemark.run.PostgresOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** Checks everything that a stream needs, and says how to mend what is wrong. */
@Command(
    name = "doctor",
    description = {
      "Check Java, the machine, Kafka and PostgreSQL: connections, versions, rights, settings,"
          + " clocks.",
      "Exits with 1 when anything is wrong; what is only doubtful has a !."
    },
    footer = {"", "Example: tidemark doctor --kafka=broker:9092 --topic=web_events"})
public final class Doctor implements Callable<Integer> {

  private static final int SUBJECT = 22;

  @Mixin KafkaOptions kafka;
  @Mixin PostgresOptions postgres;
  @Mixin EventOptions events;
  @Mixin Output output;
  @Spec CommandSpec command;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    List<Check> all = new ArrayList<>(MachineChecks.of(home()));
    all.addAll(new KafkaChecks(kafka.settings(), kafka.topic(), events.lateness()).all());
    all.addAll(new PostgresChecks(postgres.database(command)).all());
    for (Check check : all) {
      if (output.json) {
        out.println(Output.line(check));
      } else {
        print(out, check);
      }
    }
    return all.stream().anyMatch(check -> check.level() == Check.Level.WRONG) ? 1 : 0;
  }

  private Home home() {
    OptionSpec option = command.root().findOption("--home");
    Path directory = option == null ? null : option.getValue();
    return directory == null ? Home.standard() : new Home(directory);
  }

  private static void print(PrintWriter out, Check check) {
    String subject = check.subject();
    String space = " ".repeat(Math.max(2, SUBJECT - subject.length()));
    out.println(check.level().sign() + " " + subject + space + Visible.of(check.finding()));
    if (check.remedy() != null) {
      out.println("  " + " ".repeat(SUBJECT) + check.remedy());
    }
  }
}
