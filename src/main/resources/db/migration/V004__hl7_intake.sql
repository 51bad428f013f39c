-- What is odd about a message, and whether its body is still there.
alter table hl7_message
    add column note varchar(255) comment 'what was odd about it; never a value of the message' after reason,
    add column kept tinyint default 1 comment '1 while the body is there, else null' after note,
    add key hl7_message_kept (kept, state, state_since);
