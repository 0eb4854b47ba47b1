-- What tells an installed bridge from anything else, and what people read about it.

-- Its source says which bridge this is, its parameter's type where the functions are.
create function ${inner}.revision(${schema}.pg_background_handle)
returns pg_catalog.int4 language sql immutable as 'select ${revision}';

revoke execute on function ${inner}.revision(${schema}.pg_background_handle) from public;

grant usage on schema ${inner} to public;

comment on schema ${inner} is
  'What pg_background of jdbc:pgbackground: is made of; DROP EXTENSION pg_background through that driver removes it';
comment on type ${schema}.pg_background_handle is
  'A background job: its worker''s pid and a number that no other job has';
comment on function ${schema}.pg_background_launch(pg_catalog.text, pg_catalog.int4) is
  'Runs SQL in the background, and gives the pid of its worker';
comment on function ${schema}.pg_background_stats_v2() is
  'Counts of this session''s background jobs, and how long they took';
comment on function ${schema}.pg_background_progress(pg_catalog.int4, pg_catalog.text) is
  'Says from within a background job how far it is: SELECT pg_background_progress(50, ''half'')';
comment on function ${schema}.pg_background_get_progress_v2(pg_catalog.int4, pg_catalog.int8) is
  'How far a background job has said to be, null if it has not';
