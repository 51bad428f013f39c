package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/** A series, the unit of work; to be read here, to be changed by {@link Transitions} and {@link Ledger} only. */
@Entity
@Immutable
public class Series extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "study_id")
    public Study study;

    public String seriesInstanceUid;
    public String modality;
    public String description;
    public String bodyPart;
    public String stationName;

    /** Null if the source did not say. */
    public Integer expectedInstances;

    @Enumerated(EnumType.STRING)
    public SeriesState state;

    public LocalDateTime stateSince;
    public String reasonCode;
    public String reasonText;

    /** Why what came may not be all, null if every claim is met. */
    public String doubt;

    public int attempt;
    public LocalDateTime retryAt;
    public Long batchId;
    public int priority;
    public int receivedCount;
    public int storedCount;
    public int verifiedCount;
    public int skippedCount;
    public int quarantinedCount;
    public int unavailableCount;
    public int rejectedCount;
    public long bytes;
    public LocalDateTime foundAt;
    public int version;

    @Convert(converter = OriginColumn.class)
    public Origin origin;

    /** Who has the objects of a series: the source, or the part of this program that makes them. */
    public enum Origin {
        SOURCE, REPORT, PRESENTATION;

        /** As the table has it; the source's series have nothing there. */
        public String column() {
            return this == SOURCE ? "" : name();
        }

        static Origin ofColumn(String text) {
            return text.isEmpty() ? SOURCE : valueOf(text);
        }
    }

    /** {@link Origin} in the table. */
    public static final class OriginColumn implements AttributeConverter<Origin, String> {

        @Override
        public String convertToDatabaseColumn(Origin origin) {
            return origin.column();
        }

        @Override
        public Origin convertToEntityAttribute(String text) {
            return Origin.ofColumn(text);
        }
    }

    /**
     * The series, or null if there is none.
     *
     * <p>Not by {@code findById}: when the database goes away in the middle, that answers null as well.
     */
    public static Series read(long id) {
        return find("id", id).firstResult();
    }

    /** With its study and patient, in one statement. */
    public static Optional<Series> withStudy(long id) {
        return find("from Series s join fetch s.study t join fetch t.patient where s.id = ?1", id)
                .firstResultOptional();
    }

    public static List<Series> ofStudy(long studyId) {
        return list("study.id = ?1 order by id", studyId);
    }
}
