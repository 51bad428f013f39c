-- What is changed in the objects of a series on their way to the target. No row: they go as they came.
create table coercion (
    series_id    bigint      not null primary key,
    plan_version int         not null,
    content      mediumblob  not null comment 'see Coercion',
    digest       binary(32)  not null comment 'SHA-256 of the content',
    at           datetime(3) not null comment 'UTC; also in every changed object',
    constraint coercion_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
