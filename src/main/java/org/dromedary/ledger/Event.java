package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.LocalDateTime;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** Something that happened to a series or a window; never changed, never removed. */
@Entity
@Immutable
public class Event extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    /** UTC. */
    public LocalDateTime at;

    public Long seriesId;
    public Long windowId;
    public String kind;

    @Enumerated(EnumType.STRING)
    public SeriesState fromState;

    @Enumerated(EnumType.STRING)
    public SeriesState toState;

    public String reasonCode;
    public String detail;
    public String worker;

    public static List<Event> ofSeries(long seriesId) {
        return list("seriesId = ?1 order by id", seriesId);
    }
}
