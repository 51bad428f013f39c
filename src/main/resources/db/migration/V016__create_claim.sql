-- What the source said of the objects of a series, beside what came. All times are UTC.

create table claim (
    id        bigint       not null auto_increment primary key,
    study_id  bigint       not null,
    series_id bigint,
    source    varchar(32)  character set ascii collate ascii_bin not null comment 'the witness, such as SERIES_INSTANCES',
    value     varchar(64)  not null default '' comment 'a number, or a status in hexadecimal; empty: nothing was said',
    detail    varchar(255) not null default '',
    attempt   int          not null default 0,
    at        datetime(3)  not null,
    key claim_of_series (series_id, id),
    key claim_of_study (study_id, id),
    constraint claim_has_study foreign key (study_id) references study (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

alter table series
    add column doubt varchar(255) comment 'why what came may not be all; null: the claims are met' after reason_text,
    add column aside_count int not null default 0 comment 'of quarantined_count: kept aside when the series came'
        after quarantined_count,
    add key series_doubt (doubt(1));
