-- What the target was seen to accept: pairs of SOP class and transfer syntax, each as it answered last.

create table target_capability (
    aet                 varchar(16)  character set ascii collate ascii_bin not null,
    host                varchar(255) not null,
    port                int          not null,
    sop_class_uid       varchar(64)  character set ascii collate ascii_bin not null,
    transfer_syntax_uid varchar(64)  character set ascii collate ascii_bin not null,
    accepted            boolean      not null,
    at                  datetime(3)  not null comment 'UTC',
    primary key (aet, host, port, sop_class_uid, transfer_syntax_uid)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- How many objects of a series are sent in another transfer syntax than they came in.
create table conversion (
    series_id   bigint      not null,
    from_syntax varchar(64) character set ascii collate ascii_bin not null,
    to_syntax   varchar(64) character set ascii collate ascii_bin not null,
    objects     int         not null,
    primary key (series_id, from_syntax, to_syntax),
    constraint conversion_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
