package org.dromedary.hospital.ris;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How the RIS writes its CSV files. */
@Unremovable
@ConfigMapping(prefix = "dromedary.ris.csv")
public interface CsvSettings {

    /** One character, or {@code tab}. */
    @WithDefault(",")
    String delimiter();

    @WithDefault("UTF-8")
    String charset();

    /** Patterns of dates before those of ISO 8601 and DICOM, separated by semicolons. */
    Optional<String> datePatterns();

    /** Columns that are named otherwise, as {@code exam_id=order_id}. */
    Optional<List<String>> headers();
}
