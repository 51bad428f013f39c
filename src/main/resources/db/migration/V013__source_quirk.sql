-- What an archive was seen to do otherwise than the standard says, or than others do. All times are UTC.

create table source_quirk (
    id       bigint       not null auto_increment primary key,
    role     varchar(16)  character set ascii collate ascii_bin not null comment 'source or target',
    aet      varchar(16)  not null,
    host     varchar(255) not null,
    port     int          not null,
    quirk    varchar(32)  character set ascii collate ascii_bin not null,
    value    varchar(64)  not null default '' comment 'a tag, level, AE title or number; empty if the quirk has none',
    evidence varchar(500) not null comment 'what the archive answered, without patient data',
    first_at datetime(3)  not null,
    last_at  datetime(3)  not null,
    unique key quirk_of_archive (role, aet, host, port, quirk, value)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
