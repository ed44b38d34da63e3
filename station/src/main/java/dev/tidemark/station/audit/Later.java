package dev.tidemark.station.audit;

/** What the records say that came after the audit began: the rows that they change may differ. */
record Later(Recount figures, LedgerRecount ledger) {

  void add(Outcome outcome) {
    ledger.add(outcome);
    if (outcome.hit() != null) {
      figures.add(outcome.hit());
    }
  }
}
