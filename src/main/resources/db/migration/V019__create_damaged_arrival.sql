-- Which bytes came of objects that were found damaged and are fetched again: the same bytes twice are what the source has.
create table damaged_arrival (
    series_id    bigint       not null,
    object       binary(32)   not null comment 'SHA-256 of the SOP Instance UID',
    sha256       binary(32)   not null comment 'of the data set as received',
    arrived_at   datetime(3)  not null default current_timestamp(3),
    primary key (series_id, object, sha256),
    constraint damaged_arrival_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
