-- Studies that the source would not tell all about, each an exception of its own. All times are UTC.

create table study_exception (
    id                 bigint       not null auto_increment primary key,
    window_id          bigint       not null comment 'the query that answered it last',
    study_key          char(64)     character set ascii collate ascii_bin not null
        comment 'SHA-256 of the Study Instance UID or, without one, of what else names the study',
    study_instance_uid varchar(128) character set ascii collate ascii_bin not null default ''
        comment 'empty if the source gave none, or one that does not fit',
    reason_code        varchar(64)  character set ascii collate ascii_bin not null,
    status             int comment '(0000,0900)',
    comment            varchar(255) not null default '' comment 'the claims side by side; no patient data',
    at                 datetime(3)  not null,
    resolved_at        datetime(3) comment 'null: open',
    resolution         varchar(16)  character set ascii collate ascii_bin comment 'ANSWERED, ACCEPTED',
    unique key exception_of_study (study_key, reason_code),
    key exception_open (resolved_at, id),
    key exception_of_window (window_id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

alter table study add settled_instances int
    comment 'a number of instances that the source announced and that need not be met, since that was looked into';

alter table query_window add outside int not null default 0
    comment 'studies answered that are outside dromedary.inventory.from and .to';
