package org.dromedary.archives.archive;

/**
 * The way to one application entity of an archive: its associations, and the gate before them.
 *
 * @param label empty for the archive's main application entity
 */
record Line(Archive endpoint, String label, AssociationPool pool, ArchiveGate gate) {
}
