-- What validation found in the objects of each series, by the device that made them. All of a series is written at once.
create table source_device (
    id           bigint       not null auto_increment primary key,
    digest       binary(32)   not null comment 'SHA-256 of the rest',
    modality     varchar(64)  not null,
    sop_class    varchar(64)  not null,
    manufacturer varchar(64)  not null,
    model        varchar(64)  not null,
    station      varchar(64)  not null,
    software     varchar(64)  not null,
    unique key source_device_digest (digest)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table finding (
    series_id    bigint       not null,
    device_id    bigint       not null,
    code         varchar(40)  character set ascii collate ascii_bin not null comment 'see FindingCode',
    grade        varchar(16)  character set ascii collate ascii_bin not null comment 'RECORD, REPAIR or QUARANTINE',
    repair       varchar(64)  not null default '' comment 'the rule that is to mend it',
    objects      int          not null,
    example      varchar(64)  not null comment 'SOP Instance UID of the first of them',
    primary key (series_id, device_id, code, grade),
    key finding_device (device_id),
    constraint finding_has_series foreign key (series_id) references series (id),
    constraint finding_has_device foreign key (device_id) references source_device (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
