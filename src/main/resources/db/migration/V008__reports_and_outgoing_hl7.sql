-- What is to be told to the new system in HL7, and the reports of the old RIS on their way there. All times are UTC.

create table hl7_outbound (
    id          bigint       not null auto_increment primary key comment 'messages go out in this order',
    purpose     varchar(32)  character set ascii collate ascii_bin not null comment 'who wants it sent, such as report',
    study_id    bigint,
    body        longblob     not null comment 'the bytes to send, without framing; MSH-10 stays the same at every try',
    state       varchar(16)  character set ascii collate ascii_bin not null comment 'WAITING, SENT, FAILED or DISCARDED',
    state_since datetime(3)  not null,
    attempts    int          not null default 0 comment 'answers that were no success; an outage counts nothing',
    in_vain     int          not null default 0 comment 'tries without an answer since the last one that had one',
    retry_at    datetime(3),
    queued_at   datetime(3) comment 'when a message was last put on the queue for it; null: none is there',
    ack_code    varchar(2)   character set ascii collate ascii_bin comment 'MSA-1 of the last answer',
    reason      varchar(500) comment 'of the last try that failed; never a value of a message',
    created_at  datetime(3)  not null,
    key outbound_state (state, id),
    constraint outbound_has_study foreign key (study_id) references study (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table report (
    id             bigint       not null auto_increment primary key,
    hl7_message_id bigint       not null,
    study_id       bigint,
    exam_id        varchar(500) not null default '' comment 'several are separated by a backslash',
    status         varchar(8)   character set ascii collate ascii_bin not null default '' comment 'OBR-25',
    state          varchar(16)  character set ascii collate ascii_bin not null
        comment 'HELD, GIVEN (what becomes of it then says outbound_id), KEPT (not sent, only wrapped), SKIPPED or FAILED',
    reason         varchar(64)  character set ascii collate ascii_bin comment 'why it is HELD, SKIPPED or FAILED',
    plan_version   int comment 'the newest there was when it was last looked at',
    outbound_id    bigint,
    series_id      bigint comment 'into which it was wrapped as a DICOM object',
    series_state   varchar(16)  character set ascii collate ascii_bin comment 'NEW, or QUEUED: its message is in the queue',
    body           longblob     not null comment 'as it came; hl7_message may be cleared earlier',
    created_at     datetime(3)  not null,
    looked_at      datetime(3)  not null,
    unique key report_of_message (hl7_message_id),
    key report_state (state, id),
    key report_series_state (series_state, id),
    key report_series (series_id),
    constraint report_has_outbound foreign key (outbound_id) references hl7_outbound (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- By which order or accession number a report calls its exams, as it came: reports of one exam keep their order.
create table report_order (
    report_id bigint       not null,
    number    varchar(128) not null,
    primary key (report_id, number),
    key report_order_number (number),
    constraint order_has_report foreign key (report_id) references report (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Empty: the source has it. REPORT: made here from a report, and made again if its files are lost.
alter table series add column origin varchar(16) character set ascii collate ascii_bin not null default '';

-- Reports find their study by the numbers that the plan gives it.
alter table plan_entry
    add key plan_entry_accession (accession),
    add key plan_entry_exam (exam_id);
