-- What paces a migration, who works on it, what its operators ordered, and what stands in its way. All times are UTC.

create table worker (
    id         varchar(36)  character set ascii collate ascii_bin not null primary key comment 'kept in its data folder',
    aet        varchar(16)  not null comment 'AE title with which it calls, its own alone',
    host       varchar(128) not null,
    started_at datetime(3)  not null,
    seen_at    datetime(3)  not null comment 'last sign of life',
    unique key worker_aet (aet)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table pace_bucket (
    name    varchar(64) character set ascii collate ascii_bin not null primary key,
    free_at bigint      not null comment 'microseconds since 1970: when what was handed out so far is used up'
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table control (
    scope  varchar(64)  character set ascii collate ascii_bin not null comment 'all, stage:NAME or archive:NAME',
    kind   varchar(16)  character set ascii collate ascii_bin not null comment 'PAUSE or WINDOW',
    value  varchar(64)  not null default '' comment 'of a WINDOW: its name',
    reason varchar(255) not null default '',
    by_who varchar(64)  not null,
    at     datetime(3)  not null,
    primary key (scope, kind)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table incident (
    id              bigint        not null auto_increment primary key,
    kind            varchar(64)   character set ascii collate ascii_bin not null,
    subject         varchar(64)   not null comment 'what is affected: an archive, a stage, the spool, the ledger',
    open_key        varchar(129)  as (if(closed_at is null, concat(kind, ' ', subject), null)) persistent,
    statement       varchar(500)  not null comment 'what prevents normal operation',
    evidence        varchar(1000) not null default '' comment 'the last one',
    advice          varchar(1000) not null default '' comment 'what to check, what will happen next',
    times           int           not null default 1,
    opened_at       datetime(3)   not null,
    last_at         datetime(3)   not null,
    acknowledged_at datetime(3),
    acknowledged_by varchar(64),
    closed_at       datetime(3),
    closed_by       varchar(64),
    close_reason    varchar(500),
    unique key incident_open (open_key),
    key incident_closed (closed_at),
    key incident_subject (kind, subject, id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table incident_notice (
    id          bigint      not null auto_increment primary key,
    incident_id bigint      not null,
    channel     varchar(16) character set ascii collate ascii_bin not null comment 'WEBHOOK or MAIL',
    what        varchar(8)  character set ascii collate ascii_bin not null comment 'OPENED or CLOSED',
    state       varchar(8)  character set ascii collate ascii_bin not null comment 'NEW, QUEUED, TOLD or GIVEN_UP',
    state_since datetime(3) not null,
    created_at  datetime(3) not null,
    key notice_of_incident (incident_id, channel, id),
    key notice_state (state, state_since),
    constraint notice_has_incident foreign key (incident_id) references incident (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

alter table event add key event_kind (kind, id);
