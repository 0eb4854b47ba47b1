-- Gives the temporary types other names, all or none, as the user whose they are. Where that cannot be, as in a
-- transaction that only reads, the caller's transaction goes on all the same.
do $do$
declare
  role constant pg_catalog.text := pg_catalog.current_setting('role');
begin
  perform pg_catalog.set_config('role', 'none', true);
  alter type pg_temp.${from}handle rename to ${to}handle;
  alter type pg_temp.${from}stats rename to ${to}stats;
  alter type pg_temp.${from}progress rename to ${to}progress;
  perform pg_catalog.set_config('role', role, true);
exception
  when others then
    null;
end
$do$
