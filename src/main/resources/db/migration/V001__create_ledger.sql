-- The ledger: what was found, what became of it, and why. All times are UTC.
-- UIDs are compared byte by byte; texts from archives keep their case, accents and spelling.

create table patient (
    id          bigint       not null auto_increment primary key,
    patient_id  varchar(128) not null comment '(0010,0020), empty if the archive gave none',
    issuer      varchar(128) not null default '' comment '(0010,0021)',
    name        varchar(400) not null default '' comment '(0010,0010), all groups',
    birth_date  date,
    sex         varchar(16)  not null default '',
    unique key patient_identity (patient_id, issuer)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table study (
    id                  bigint       not null auto_increment primary key,
    patient_id          bigint       not null,
    study_instance_uid  varchar(64)  character set ascii collate ascii_bin not null,
    study_date          date comment 'null: the archive has none, or one that is no date',
    study_time          varchar(16)  not null default '',
    accession_number    varchar(64)  not null default '',
    description         varchar(255) not null default '',
    modalities          varchar(128) not null default '',
    referring_physician varchar(400) not null default '',
    expected_series     int,
    expected_instances  int,
    found_at            datetime(3)  not null,
    unique key study_uid (study_instance_uid),
    key study_of_patient (patient_id),
    key study_date (study_date),
    constraint study_has_patient foreign key (patient_id) references patient (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table batch (
    id          bigint       not null auto_increment primary key,
    name        varchar(128) not null,
    selection   text         not null,
    item_order  varchar(64)  not null default '',
    item_limit  int,
    priority    tinyint      not null default 4,
    state       varchar(16)  character set ascii collate ascii_bin not null,
    created_at  datetime(3)  not null,
    released_at datetime(3),
    unique key batch_name (name)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table series (
    id                  bigint       not null auto_increment primary key,
    study_id            bigint       not null,
    series_instance_uid varchar(64)  character set ascii collate ascii_bin not null,
    modality            varchar(16)  not null default '',
    description         varchar(255) not null default '',
    body_part           varchar(64)  not null default '',
    station_name        varchar(64)  not null default '',
    expected_instances  int comment 'null: the source did not say',
    state               varchar(16)  character set ascii collate ascii_bin not null,
    state_since         datetime(3)  not null,
    reason_code         varchar(64)  character set ascii collate ascii_bin,
    reason_text         varchar(500),
    attempt             int          not null default 0,
    retry_at            datetime(3),
    batch_id            bigint,
    priority            tinyint      not null default 4,
    received_count      int          not null default 0,
    stored_count        int          not null default 0,
    verified_count      int          not null default 0,
    skipped_count       int          not null default 0,
    quarantined_count   int          not null default 0,
    unavailable_count   int          not null default 0,
    rejected_count      int          not null default 0,
    bytes               bigint       not null default 0,
    found_at            datetime(3)  not null,
    version             int          not null default 0,
    unique key series_uid (study_id, series_instance_uid),
    key series_by_uid (series_instance_uid),
    key series_state (state, id),
    key series_of_batch (batch_id, state),
    constraint series_has_study foreign key (study_id) references study (id),
    constraint series_has_batch foreign key (batch_id) references batch (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table manifest (
    series_id bigint     not null primary key,
    objects   int        not null,
    bytes     bigint     not null,
    content   longblob   not null comment 'see SeriesManifest',
    digest    binary(32) not null comment 'SHA-256 of the content before compression',
    constraint manifest_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table object_exception (
    id               bigint      not null auto_increment primary key,
    series_id        bigint      not null,
    sop_instance_uid varchar(64) character set ascii collate ascii_bin not null,
    stage            varchar(16) character set ascii collate ascii_bin not null,
    reason_code      varchar(64) character set ascii collate ascii_bin not null,
    status           int comment '(0000,0900)',
    comment          varchar(255),
    attempt          int         not null,
    at               datetime(3) not null,
    key exception_of_series (series_id, id),
    constraint exception_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table query_window (
    id          bigint      not null auto_increment primary key,
    parent_id   bigint,
    depth       int         not null default 0,
    from_date   date comment 'null with to_date: studies without a date',
    to_date     date,
    from_time   varchar(16) not null default '',
    to_time     varchar(16) not null default '',
    state       varchar(16) character set ascii collate ascii_bin not null,
    answers     int,
    reason      varchar(500),
    created_at  datetime(3) not null,
    finished_at datetime(3),
    key window_state (state, id),
    key window_parent (parent_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table event (
    id          bigint      not null auto_increment primary key,
    at          datetime(3) not null,
    series_id   bigint,
    window_id   bigint,
    kind        varchar(32) character set ascii collate ascii_bin not null,
    from_state  varchar(16) character set ascii collate ascii_bin,
    to_state    varchar(16) character set ascii collate ascii_bin,
    reason_code varchar(64) character set ascii collate ascii_bin,
    detail      varchar(500),
    worker      varchar(64) not null default '',
    key event_of_series (series_id, id),
    key event_of_window (window_id, id),
    key event_at (at)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
