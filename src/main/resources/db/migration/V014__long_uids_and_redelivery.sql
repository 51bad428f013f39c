-- UIDs longer than the 64 characters of the standard are kept up to 128: real senders make them.

alter table study modify study_instance_uid varchar(128) character set ascii collate ascii_bin not null;
alter table series modify series_instance_uid varchar(128) character set ascii collate ascii_bin not null;
alter table object_exception modify sop_instance_uid varchar(128) character set ascii collate ascii_bin not null
    comment 'one that does not fit is cut, with a part of its SHA-256';
alter table finding modify example varchar(128) not null comment 'SOP Instance UID of the first of them';
alter table ris_exam
    modify study_instance_uid varchar(128) character set ascii collate ascii_bin not null default ''
        comment 'if the RIS knows it';
alter table presentation_row modify sop_instance_uid varchar(128) character set ascii collate ascii_bin not null;
alter table presentation_image modify sop_instance_uid varchar(128) character set ascii collate ascii_bin not null;
alter table presentation_object
    modify sop_instance_uid varchar(128) character set ascii collate ascii_bin not null,
    modify sop_class_uid    varchar(128) character set ascii collate ascii_bin not null;
alter table target_capability
    modify sop_class_uid       varchar(128) character set ascii collate ascii_bin not null,
    modify transfer_syntax_uid varchar(128) character set ascii collate ascii_bin not null;
alter table conversion
    modify from_syntax varchar(128) character set ascii collate ascii_bin not null,
    modify to_syntax   varchar(128) character set ascii collate ascii_bin not null;

-- Messages that came again because their work was broken off; removed when it passes or is decided on.
create table redelivery (
    item     varchar(8)   character set ascii collate ascii_bin not null comment 'series or window',
    item_id  bigint       not null,
    stage    varchar(16)  character set ascii collate ascii_bin not null,
    begun    int          not null default 0 comment 'redeliveries that were begun and of which no end is known',
    times    int          not null default 0 comment 'how often the message was given back with an error',
    error    varchar(500) comment 'the last one; no patient data',
    first_at datetime(3)  not null comment 'UTC',
    last_at  datetime(3)  not null comment 'UTC',
    primary key (item, item_id, stage)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
