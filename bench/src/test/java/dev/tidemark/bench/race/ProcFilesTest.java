package dev.tidemark.bench.race;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class ProcFilesTest {

  @Test
  void processorTimeIsOwnAndThatOfEndedChildrenWhateverTheCommandIsCalled() {
    String stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 9 0 0 0 250 50 30 20 20 0 1 0 7 8 9\n";
    assertThat(ProcFiles.cpuSeconds(stat), is(3.5));
  }

  @Test
  void residentMemoryIsInKibibytes() {
    String status = "Name:\tjava\nVmHWM:\t  2000 kB\nVmRSS:\t    1000 kB\nThreads:\t1\n";
    assertThat(ProcFiles.residentBytes(status), is(1_024_000L));
  }

  @Test
  void aProcessThatIsEndingHasNoMemory() {
    assertThat(ProcFiles.residentBytes("Name:\tjava\nState:\tZ (zombie)\n"), is(0L));
  }

  @Test
  void aVariableIsFoundWholeOnly() {
    String environ = "A=1\0LAP=abc\0B=2\0";
    assertThat(ProcFiles.hasVariable(environ, "LAP", "abc"), is(true));
    assertThat(ProcFiles.hasVariable(environ, "LAP", "ab"), is(false));
    assertThat(ProcFiles.hasVariable(environ, "AP", "abc"), is(false));
    assertThat(ProcFiles.hasVariable("", "LAP", "abc"), is(false));
  }
}
