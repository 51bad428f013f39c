-- What persons did, sealed: each act's hash holds on to the one before, so that one changed or removed is found.
create table audit_act (
    event_id bigint not null primary key comment 'row of event, of the kind operator',
    number   bigint comment 'its place in the chain, from 1; null: not sealed yet',
    hash     char(64) character set ascii collate ascii_bin,
    unique key act_number (number)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

insert into audit_act (event_id) select id from event where kind = 'operator';

-- Where the chain ends; its one row is also the lock of whoever seals.
create table audit_head (
    id     tinyint  not null primary key,
    number bigint   not null,
    hash   char(64) character set ascii collate ascii_bin not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- Where the trail of each worker ended, which is kept in files beside it.
create table audit_anchor (
    worker varchar(64) not null,
    number bigint      not null comment 'of a record of the trail',
    hash   char(64) character set ascii collate ascii_bin not null,
    at     datetime(3) not null,
    primary key (worker, number)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;
