package org.dromedary.simulator;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@link StudyGenerator} made of one study (PS3.3 §C.7.2); the Study Date is null where it was left empty.
 *
 * @param files the Part 10 files, series by series
 */
public record GeneratedStudy(String studyInstanceUid, String patientId, String studyDate, List<Path> files) {
}
