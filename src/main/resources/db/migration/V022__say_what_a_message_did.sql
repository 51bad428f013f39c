-- What a message did, and what is needed so that it does nothing wrong.
alter table hl7_message
    modify column state varchar(16) character set ascii collate ascii_bin not null
        comment 'NEW, DONE, IGNORED, FAILED, or HELD: taken in but for what a person must decide',
    add column did varchar(1000) comment 'what it did, in ids of the ledger and counts; never a value of the message' after note;

-- A merge that was taken back is not done again by a message that is older.
alter table ris_patient add column unmerged_at datetime(3) comment 'when a merge of this identity was taken back (UTC)';

-- Exams of one order are told apart by their accession numbers; where there is none, by what the filler calls them.
alter table ris_exam add column filler varchar(128) not null default '' comment 'OBR-3 or ORC-3 of a message' after accession_issuer;
