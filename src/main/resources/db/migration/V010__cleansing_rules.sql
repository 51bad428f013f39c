-- Every version of the cleansing rules by which a series was ever judged.
create table rule_set (
    version char(12)    not null primary key comment 'first digits of the SHA-256 of the content',
    content longblob    not null comment 'see RuleSet',
    digest  binary(32)  not null comment 'SHA-256 of the content',
    at      datetime(3) not null comment 'UTC; when it was first used'
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- By what a series was judged: its objects are sent as these rules, of that moment and with these facts, change them.
create table series_rules (
    series_id bigint      not null primary key,
    version   char(12)    not null,
    judged_at datetime(3) not null comment 'UTC; also in every changed object',
    deceased  tinyint(1) comment 'whether the RIS said that the patient died',
    objects   int comment 'in the series as retrieved',
    constraint series_rules_has_series foreign key (series_id) references series (id),
    constraint series_rules_has_version foreign key (version) references rule_set (version)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table rule_use (
    series_id bigint      not null,
    rule      varchar(64) not null,
    outcome   varchar(16) not null comment 'see RuleUse',
    objects   int         not null,
    primary key (series_id, rule, outcome),
    constraint rule_use_has_series foreign key (series_id) references series (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- For rules on retention.
alter table ris_patient
    add column deceased       tinyint(1) comment 'as the RIS says; null: it says nothing',
    add column deceased_as_of datetime(3) comment 'UTC; when it said so';
