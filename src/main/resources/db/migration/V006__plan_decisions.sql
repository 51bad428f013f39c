-- What matching proposes and what persons decide, until a freeze makes a version of the plan of it. All times are UTC.

create table match_run (
    id      bigint      not null auto_increment primary key,
    at      datetime(3) not null,
    by_who  varchar(64) not null,
    rules   mediumtext  not null comment 'the rules and thresholds it went by',
    summary mediumtext  not null comment 'what it said of itself: counts and rates'
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

create table study_match (
    study_id     bigint        not null primary key,
    decision     varchar(16)   character set ascii collate ascii_bin not null comment 'MATCH, REVIEW, NONE or HOLD',
    patient_id   varchar(128)  not null default '',
    issuer       varchar(128)  not null default '',
    exam_id      varchar(500)  not null default '' comment 'several are separated by a backslash',
    rule         varchar(128)  not null default '',
    decided_by   varchar(64)   not null comment 'a person, or dromedary',
    decided_at   datetime(3)   not null,
    note         varchar(500)  not null default '' comment 'of the person',
    score        double        comment 'log2 of the odds of the best candidate, as of the last matching, as all below',
    second_score double,
    explanation  varchar(1000) not null default '',
    candidates   text          not null default '' comment 'a line each, best first: score, blank, exam id',
    key study_match_decision (decision, study_id),
    key study_match_person (decided_by),
    constraint match_has_study foreign key (study_id) references study (id)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- How many studies the version in force matches, leaves to review, ...; null in a version that decides nothing anew.
alter table plan_version
    add column matched   int,
    add column in_review int,
    add column unknown   int,
    add column held      int;
