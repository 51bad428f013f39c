-- Windows and key images of the old archive's database, and the objects that are made of them. All times are UTC.

create table presentation_row (
    id               bigint       not null auto_increment primary key comment 'rows keep their order',
    digest           binary(32)   not null comment 'SHA-256 of the rest of the row: once is enough',
    kind             varchar(8)   character set ascii collate ascii_bin not null comment 'WINDOW or KEY',
    sop_instance_uid varchar(64)  character set ascii collate ascii_bin not null,
    frame            int          not null comment '0: all',
    content          blob         not null comment 'the other columns of the file, see PresentationLedger',
    state            varchar(16)  character set ascii collate ascii_bin not null comment 'WAITING, MADE or REFUSED',
    reason           varchar(255) comment 'why it is REFUSED',
    series_id        bigint comment 'the series that was made of it',
    imported_at      datetime(3)  not null,
    unique key presentation_row_digest (digest),
    key presentation_row_image (state, sop_instance_uid),
    constraint row_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- What is needed of an image for which rows wait, read as it arrived, until they are used.
create table presentation_image (
    sop_instance_uid varchar(64)  character set ascii collate ascii_bin not null primary key,
    study_id         bigint       not null,
    head             mediumblob   not null comment 'a data set in Explicit VR Little Endian',
    key presentation_image_study (study_id),
    constraint image_has_study foreign key (study_id) references study (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- The objects of a series that was made; they are written into the spool as often as it wants them.
create table presentation_object (
    series_id        bigint       not null,
    sop_instance_uid varchar(64)  character set ascii collate ascii_bin not null,
    sop_class_uid    varchar(64)  character set ascii collate ascii_bin not null,
    content          longblob     not null comment 'a data set in Explicit VR Little Endian',
    primary key (series_id, sop_instance_uid),
    constraint object_has_made_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table presentation_series (
    series_id bigint     not null primary key,
    queued    tinyint(1) not null default 0 comment 'its message is in the queue',
    key presentation_series_queued (queued),
    constraint made_series_is_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
