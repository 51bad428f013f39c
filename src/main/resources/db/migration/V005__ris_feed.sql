-- What follows from changes in the RIS while the hospital works on. All times are UTC.

-- Whoever writes ris_patient, ris_other_id or ris_exam, or amends the plan, locks this row first: one after the other.
create table ris_lock (
    id tinyint not null primary key
) engine = InnoDB;

insert into ris_lock (id) values (1);

-- A study of which the RIS now says something else than was applied (or planned): what is to be done, and what was.
create table corrective_action (
    id             bigint      not null auto_increment primary key,
    study_id       bigint      not null,
    kind           varchar(8)  character set ascii collate ascii_bin not null comment 'LIST, PLAN, RESEND or FORWARD',
    from_version   int         not null comment 'of the plan that is no longer right',
    to_version     int comment 'of the plan that corrects it',
    differs        varchar(64) character set ascii collate ascii_bin not null comment 'names of the attributes',
    said           binary(32)  not null comment 'SHA-256 of what the RIS says: what was dismissed is not asked again',
    state          varchar(12) character set ascii collate ascii_bin not null
        comment 'OPEN, QUEUED, DONE, FAILED or DISMISSED',
    state_since    datetime(3) not null,
    decided_by     varchar(64) not null default '' comment 'who chose the kind: a person, or dromedary',
    reason         varchar(500) comment 'of FAILED and DISMISSED; no patient data',
    begun_at       datetime(3) comment 'of a RESEND: its series are QUEUED in the ledger',
    sent_at        datetime(3) comment 'and their messages sent',
    created_at     datetime(3) not null,
    open_study     bigint      as (if(state in ('OPEN', 'QUEUED', 'FAILED'), study_id, null)) persistent,
    unique key action_open (open_study),
    key action_state (state, id),
    key action_of_study (study_id, id),
    constraint action_has_study foreign key (study_id) references study (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Which messages told so (none: an import did), and their rows in the outbox once they are forwarded.
create table corrective_message (
    action_id      bigint not null,
    hl7_message_id bigint not null,
    outbound_id    bigint,
    primary key (action_id, hl7_message_id),
    key corrective_message (hl7_message_id),
    constraint message_has_action foreign key (action_id) references corrective_action (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

alter table plan_entry add key plan_entry_patient (patient_id);
