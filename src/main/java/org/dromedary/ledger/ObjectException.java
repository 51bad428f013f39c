package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.LocalDateTime;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** Why one object did not go the way of its series: the evidence. */
@Entity
@Immutable
public class ObjectException extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public Long seriesId;
    public String sopInstanceUid;
    public String stage;
    public String reasonCode;

    /** (0000,0900), or null if there was none. */
    public Integer status;

    /** (0000,0902), or null. */
    public String comment;

    public int attempt;

    /** UTC. */
    public LocalDateTime at;

    public static List<ObjectException> ofSeries(long seriesId) {
        return list("seriesId = ?1 order by id", seriesId);
    }
}
