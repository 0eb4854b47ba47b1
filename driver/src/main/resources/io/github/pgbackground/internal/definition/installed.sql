-- What tells an installed bridge from anything else, and what people read about it.

-- Its source says which bridge this is, its parameter's type where the functions are.
create function ${inner}.revision(${schema}.pg_background_handle)
returns pg_catalog.int4 language sql immutable as 'select ${revision}';

-- As of the extension's functions, nobody may execute any unless somebody has granted it.
revoke execute on all functions in schema ${inner} from public;

grant usage on schema ${inner} to public;

comment on schema ${inner} is
  'What pg_background of jdbc:pgbackground: is made of; DROP EXTENSION pg_background through that driver removes it';
comment on type ${schema}.pg_background_handle is
  'A background job: its worker''s pid and a number that no other job has';
comment on type ${schema}.pg_background_stats is
  'Counts of a session''s background jobs, and how long they took';
comment on type ${schema}.pg_background_progress is
  'How far a background job has said to be: per cent and a message';
comment on function ${schema}.grant_pg_background_privileges(pg_catalog.text, pg_catalog.bool) is
  'Lets a role use pg_background; says the GRANTs where the second argument is true';
comment on function ${schema}.revoke_pg_background_privileges(pg_catalog.text, pg_catalog.bool) is
  'Takes from a role what lets it use pg_background; says the REVOKEs where the second argument is true';
comment on function ${schema}.pg_background_drop_executor_role() is
  'Drops the role pgbackground_role';
