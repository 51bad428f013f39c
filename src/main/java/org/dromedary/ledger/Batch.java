package org.dromedary.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.LocalDateTime;

/** A selection of series that is released to be migrated, with its order, limit and priority. */
@Entity
public class Batch extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String name;

    /** What belongs to it, as text. */
    public String selection;

    public String itemOrder = "";
    public Integer itemLimit;

    /** As JMSPriority: 9 is STAT, 4 routine. */
    public int priority = 4;

    @Enumerated(EnumType.STRING)
    public State state = State.OPEN;

    /** UTC. */
    public LocalDateTime createdAt;
    public LocalDateTime releasedAt;

    /** Where a batch is. */
    public enum State { OPEN, RELEASED, PAUSED, DONE }
}
