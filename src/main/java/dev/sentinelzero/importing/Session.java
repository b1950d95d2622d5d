package dev.sentinelzero.importing;

/**
 * What an importer works with.
 *
 * @param draft what is being made
 * @param files reads, within bounds
 * @param choices what the user chose
 */
record Session(Draft draft, SourceFiles files, Choices choices) {
  Findings findings() {
    return draft.findings();
  }
}
