-- What nobody can show who has put a function of his own in the place of a temporary one. The functions of a session's
-- temporary schema can be removed by anybody in the session, with DISCARD TEMP, and a ROLLBACK brings them back; but
-- then this goes and comes with them.

create temporary table pgbackground_proof as select pg_catalog.gen_random_uuid()::pg_catalog.text as proof;

-- Not for somebody either who may read all tables.
alter table ${inner}.pgbackground_proof enable row level security;

-- For no other caller than the function that raises requests; the server words its line of the context as it does the
-- one of this function, without quotes in both.
create function ${inner}.pgbackground_prove() returns pg_catalog.text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $body$
declare
  context text;
  mine text;
begin
  get diagnostics context = pg_context;
  mine := split_part(context, chr(10), 1);
  if not starts_with(split_part(context, chr(10), 2),
      left(mine, strpos(mine, 'pgbackground_prove()') - 1) || '${request}(text,text[],text[])') then
    return null;
  end if;
  return (select p.proof from ${inner}.pgbackground_proof as p);
end
$body$;
