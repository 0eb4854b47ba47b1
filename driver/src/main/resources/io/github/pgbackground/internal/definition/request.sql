-- What the functions of pg_background ask the driver of their session, and how the answer comes back.
--
-- A request is a notice that the driver takes out of what its connection reads. The answer is a large object, which
-- can be read whatever the snapshot of the transaction is. Between the two the function waits for advisory locks that
-- the driver's own connection holds: the first key of each is one of these, the second is this process:
--   1885823590       held as long as the driver serves this session
--   1885823591 .. 3  the turns: one is held; another one instead when the request has come, the third when its answer is there
--   1885823594       held as long as this session is one of the driver's workers
--
-- No text that comes back is ever run. What comes back begins with a random key that nobody but this function's caller
-- and the driver has seen.

-- Whoever may call one of the functions of pg_background may call all of these, so nothing is believed that a caller
-- could make up: who calls, and what that session has set, is asked where the request is raised.

-- Of the caller's settings those that pgbackground_request has values of its own for. So this one runs with the
-- caller's, and every name is qualified.
create function ${inner}.pgbackground_hidden() returns pg_catalog.text[]
language sql as $body$
  select array[pg_catalog.current_setting('search_path'), pg_catalog.current_setting('lock_timeout'),
    pg_catalog.current_setting('quote_all_identifiers'), pg_catalog.current_setting('array_nulls')]
$body$;

-- The names and the values of what the session has set, but for what pgbackground_request has values of its own for.
create function ${inner}.pgbackground_settings() returns pg_catalog.text[]
language sql
set search_path = pg_catalog, pg_temp
as $body$
  select array[array_agg(s.name)::text, array_agg(s.setting)::text]
  from pg_show_all_settings() as s
  where s.source = 'session' and s.name not in ('search_path', 'lock_timeout', 'quote_all_identifiers', 'array_nulls')
$body$;

-- The same when the plan was made that asks for it: as if it could not change, so that the plan keeps it. To list all
-- settings takes a server five times as long as to look whether one has changed since. In front of it stands what it
-- depends on: who asks; when the configuration files were read; the names and the values of all that he could set, but
-- for what a transaction is like; and the extensions that there are, null where one has functions in a library, which
-- may be loaded later and have settings of its own.
create function ${inner}.pgbackground_settings_then() returns pg_catalog.text[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
set array_nulls = on
as $body$
declare
  names text[] := array(
    select s.name from pg_show_all_settings() as s
    where s.context in ('user', 'superuser') and s.name not in ('search_path', 'lock_timeout', 'quote_all_identifiers',
      'array_nulls', 'transaction_isolation', 'transaction_read_only', 'transaction_deferrable'));
  extensions text;
begin
  if not exists (select from pg_proc as p where p.oid >= 16384 and p.probin is not null) then
    extensions := (select array_agg(e.oid order by e.oid) from pg_extension as e);
  end if;
  return array[current_user::text, pg_conf_load_time()::text, names::text,
    array(select current_setting(name, true) from unnest(names) as name)::text, extensions]
    || ${inner}.pgbackground_settings();
end
$body$;

-- Asks, and gives what follows the key in the answer, which may be null; raises the answer if it is an error.
-- What it tells of the caller, for a job to take it over: its user, the session's, the role that is set, the time in
-- microseconds; where what is hidden is given, the names and the values of what the session has set; the values of
-- some settings that bound what it does; when the configuration files were read; whether a function runs as its
-- owner, in which the server lets nobody RESET ROLE; and custom settings, which no server lists: the driver knows the
-- names, and asks back where the session has any.
create function ${inner}.${request}(
  operation pg_catalog.text, arguments pg_catalog.text[], hidden pg_catalog.text[]) returns pg_catalog.bytea
language plpgsql
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
set quote_all_identifiers = off
set array_nulls = on
as $body$
declare
  me constant int4 := pg_backend_pid();
  key text;
  object oid;
  only_reads bool;
  turn int4 := 0;
  listed text[];
  names text[];
  settings text[];
  custom text[];
  as_owner bool;
  size int8;
  descriptor int4;
  answer bytea;
  failure text[];
begin
  if operation = 'pg_background_progress' then
    if (case when pg_try_advisory_lock_shared(1885823594, me) then pg_advisory_unlock_shared(1885823594, me) end) then
      raise exception using errcode = '0A000',
        message = 'pg_background_progress can only be called from a background worker';
    end if;
    raise info using errcode = 'PGB01', message = operation,
      detail = array[null, null, arguments::text, null, null]::text;
    return null;
  end if;

  -- Who may not call this installed function, but another one, may not ask for what it does either.
  if exists (
      select from pg_namespace as n, pg_proc as r, pg_type as t, pg_proc as f
      where n.nspname = '${inner}' and r.pronamespace = n.oid and r.proname = 'revision'
        and t.oid = r.proargtypes[0] and f.pronamespace = t.typnamespace and f.proname = operation
        and not has_function_privilege(f.oid, 'EXECUTE')) then
    raise exception using errcode = '42501', message = format('permission denied for function %s', operation);
  end if;

  key := gen_random_uuid();
  object := 4026531840 + ('x' || substr(key, 30, 7))::bit(28)::int4::int8;
  only_reads := current_setting('transaction_read_only')::bool
    and current_setting('server_version_num')::int4 >= 160000;

  if (case when pg_try_advisory_lock_shared(1885823590, me) then pg_advisory_unlock_shared(1885823590, me) end) then
    raise exception using errcode = '0A000',
      message = format('%s is not served in this session', operation),
      hint = 'Connect through the JDBC driver whose URLs begin with "jdbc:pgbackground:", and not through a pooler that does not leave sessions their server process. If you have, the driver has just lost its connection that answers: run the statement again.';
  end if;
  if pg_is_in_recovery() then
    raise exception using errcode = '25006',
      message = format('cannot execute %s during recovery', operation),
      hint = 'A standby can be given no answer. The driver itself serves calls there that are a statement of their own, or stand in FROM.';
  end if;
  if only_reads and current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
    raise exception using errcode = '25006',
      message = format('cannot execute %s in a read-only transaction of isolation level %s',
        operation, current_setting('transaction_isolation')),
      hint = 'Its answer could not be seen there. Use READ COMMITTED, or a transaction that may write.';
  end if;

  -- Which turn it is, is known by trying: it is the one that is held.
  while turn < 3 and case when pg_try_advisory_lock_shared(1885823591 + turn, me)
      then pg_advisory_unlock_shared(1885823591 + turn, me) end loop
    turn := turn + 1;
  end loop;
  turn := turn % 3;

  if hidden[5] is not null then
    select array_agg(current_setting(n.name, true) order by n.place) into custom
    from unnest(hidden[5:]) with ordinality as n(name, place);
  end if;
  if hidden is not null then
    listed := ${inner}.pgbackground_settings_then();
    if listed[5] is null or listed[1] <> current_user or listed[2] <> pg_conf_load_time()::text or listed[4] <>
        array(select current_setting(name, true) from unnest(listed[3]::text[]) as name)::text
        or listed[5] <> (select array_agg(e.oid order by e.oid) from pg_extension as e)::text then
      listed := ${inner}.pgbackground_settings();
    else
      listed := listed[6:7];
    end if;
    names := listed[1]::text[] || array['search_path', 'lock_timeout', 'quote_all_identifiers', 'array_nulls'];
    settings := listed[2]::text[] || hidden[1:4];
    begin
      perform set_config('role', current_setting('role'), true);
      raise exception using errcode = 'PGB02';
    exception
      when sqlstate 'PGB02' then
        as_owner := false;
      when others then
        as_owner := true;
    end;
  end if;

  raise info using errcode = 'PGB01', message = operation, hint = key,
    detail = array[object::text, turn::text, arguments::text,
      array[current_user::text, session_user::text, current_setting('role'),
        date_part('epoch', clock_timestamp())::text, names::text, settings::text,
        array[
          current_setting('pg_background.max_workers', true),
          current_setting('pg_background.default_queue_size', true),
          current_setting('pg_background.worker_timeout', true),
          current_setting('statement_timeout'),
          current_setting('transaction_timeout', true),
          current_setting('deadlock_timeout')]::text,
        date_part('epoch', pg_conf_load_time())::text,
        as_owner::text,
        case when hidden[5] is not null then hidden[5:]::text end,
        custom::text]::text,
      ${proof}]::text;

  -- A lock that was taken in a block is let go at the block's failure, whatever happens.
  begin
    perform pg_advisory_xact_lock_shared(1885823591 + turn, me);
    raise exception using errcode = 'PGB02';
  exception
    when sqlstate 'PGB02' then
      null;
    when lock_not_available then
      raise exception using errcode = '08006',
        message = format('%s was not taken by this session''s driver', operation),
        hint = 'The driver may have lost its connection that answers, or may be too old for the installed functions.';
  end;
  -- The answer may take its time, but only the driver may let this wait: it logs in as this session has.
  loop
    begin
      perform pg_advisory_xact_lock_shared(1885823591 + (turn + 1) % 3, me);
      raise exception using errcode = 'PGB02';
    exception
      when sqlstate 'PGB02' then
        exit;
      when lock_not_available then
        if not exists (
            select from pg_locks as l, pg_stat_get_activity(l.pid) as a
            where l.locktype = 'advisory' and l.classid = (1885823591 + (turn + 1) % 3)::oid and l.objid = me::oid
              and l.objsubid = 2 and l.mode = 'ExclusiveLock' and l.granted
              and a.usesysid = (select m.usesysid from pg_stat_get_activity(me) as m)) then
          raise exception using errcode = '08006',
            message = format('the answer to %s was lost', operation),
            hint = 'Somebody else holds the advisory lock that it comes with.';
        end if;
    end;
  end loop;

  begin
    descriptor := lo_open(object, case when only_reads then 262144 else 393216 end);
  exception
    when undefined_object then
      raise exception using errcode = '08006',
        message = format('the answer to %s was lost', operation),
        hint = 'The connection of this session''s driver that answers has ended.';
  end;
  size := lo_lseek64(descriptor, 0, 2);
  perform lo_lseek64(descriptor, 0, 0);
  answer := loread(descriptor, size::int4);
  perform lo_close(descriptor);
  if substring(answer from 1 for 36) <> key::bytea then
    raise exception using errcode = '08P01',
      message = format('what came for %s is no answer to it', operation);
  end if;

  if get_byte(answer, 36) = ascii('C') then
    -- Names of custom settings: the same again, with their values.
    hidden := hidden[1:4] || convert_from(substring(answer from 38), 'UTF8')::text[];
    return ${inner}.${request}(operation, arguments, hidden);
  end if;
  if get_byte(answer, 36) = ascii('E') then
    -- SQLSTATE, message, detail, hint; then, empty for none, the column, constraint, type, table and schema that it is about.
    failure := convert_from(substring(answer from 38), 'UTF8');
    failure := failure || array_fill(''::text, array[9 - cardinality(failure)]);
    if failure[3] is null and failure[4] is null then
      raise exception using errcode = failure[1], message = failure[2],
        column = failure[5], constraint = failure[6], datatype = failure[7], table = failure[8], schema = failure[9];
    elsif failure[4] is null then
      raise exception using errcode = failure[1], message = failure[2], detail = failure[3],
        column = failure[5], constraint = failure[6], datatype = failure[7], table = failure[8], schema = failure[9];
    elsif failure[3] is null then
      raise exception using errcode = failure[1], message = failure[2], hint = failure[4],
        column = failure[5], constraint = failure[6], datatype = failure[7], table = failure[8], schema = failure[9];
    else
      raise exception using errcode = failure[1], message = failure[2], detail = failure[3], hint = failure[4],
        column = failure[5], constraint = failure[6], datatype = failure[7], table = failure[8], schema = failure[9];
    end if;
  end if;
  return case when get_byte(answer, 36) <> ascii('N') then substring(answer from 38) end;
end
$body$;

-- The same for an answer that is text.
create function ${inner}.pgbackground_ask(
  operation pg_catalog.text, arguments pg_catalog.text[], hidden pg_catalog.text[]) returns pg_catalog.text
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
begin
  return convert_from(${inner}.${request}(operation, arguments, hidden), 'UTF8');
end
$body$;

-- Rows come as a description, behind its length in eight digits, and an array for each column in the array's text form.
-- The description: the OIDs of the types, the typmods, the lengths of the arrays in bytes, and what is said when the
-- caller expects something else; then, once they are known, the types with typmods that the caller says.
create function ${inner}.pgbackground_description(answer pg_catalog.bytea) returns pg_catalog.text[]
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
begin
  return convert_from(substring(answer from 9 for convert_from(substring(answer from 1 for 8), 'UTF8')::int4), 'UTF8');
end
$body$;

-- The query that makes rows of the arrays, built of nothing but the OIDs of types and what pgbackground_fitted found.
-- No caller can expect a column of a pseudo-type. Where the caller's typmod is another, a value is read anew, as a background worker's is: a cast would cut it off.
-- So are values of types that are not the server's own: a cast from text may be a function of their owner's, which
-- nobody runs who only looks at them. From a string in JSON, the server reads any type by its input function.
-- It is not in SQL, and has a plan for any description: the server would plan it anew for each result.
create function ${inner}.pgbackground_rows_query(description pg_catalog.text[]) returns pg_catalog.text
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $body$
begin
  return (select coalesce(
    'select '
      || string_agg(case
          when c.pseudo then 'null::pg_catalog.void'
          when c.fitted is not null then 'f' || c.place || '.c'
          when c.in_array and c.typmod < 0 then 'u.c' || c.place
          else 'u.c' || c.place || '::' || c.type end, ', ' order by c.place)
      || ' from rows from ('
      || string_agg(format('pg_catalog.unnest($1[%s]::%s[])', c.place,
          case when c.in_array and c.fitted is null then c.type_name else 'pg_catalog.text' end), ', ' order by c.place)
      || ') as u(' || string_agg('c' || c.place, ', ' order by c.place) || ')'
      || string_agg(case when c.fitted is null then '' else format(
          ', lateral pg_catalog.json_to_record(pg_catalog.json_build_object(''c'', u.c%s)) as f%s(c %s)',
          c.place, c.place, c.fitted) end, '' order by c.place),
    'select')
  from (
    select d.place, d.typmod,
      coalesce(d.fitted, case when n.nspname <> 'pg_catalog' then format_type(t.oid, d.typmod) end) as fitted,
      t.typtype = 'p' as pseudo, format('%I.%I', n.nspname, t.typname) as type_name,
      t.typarray <> 0 and t.typcategory <> 'A' and t.typtype not in ('c', 'p') as in_array,
      case when d.typmod < 0 then format('%I.%I', n.nspname, t.typname) else format_type(t.oid, d.typmod) end as type
    from unnest(description[1]::int8[], description[2]::int4[], description[5]::text[])
        with ordinality as d(oid, typmod, fitted, place),
      pg_type as t, pg_namespace as n
    where t.oid = d.oid::oid and n.oid = t.typnamespace) as c);
end
$body$;

-- The arrays.
create function ${inner}.pgbackground_rows_arrays(answer pg_catalog.bytea, description pg_catalog.text[])
returns pg_catalog.text[]
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
declare
  arrays text[] := '{}';
  place int4 := 9 + convert_from(substring(answer from 1 for 8), 'UTF8')::int4;
  length int4;
begin
  foreach length in array description[3]::int4[] loop
    arrays := arrays || convert_from(substring(answer from place for length), 'UTF8');
    place := place + length;
  end loop;
  return arrays;
end
$body$;

-- A row that is not what its caller says, for the words in which the server says so.
create function ${inner}.pgbackground_mismatched() returns setof pg_catalog.record
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
begin
  return query select null::int2vector;
end
$body$;

-- The description with the type that the caller says for one column, when nothing but its typmod is not the job's; else
-- raises that the rows are not of the types that the caller says. Nobody but the server knows those, and it tells them
-- in its language only.
-- This one runs with the caller's settings, so every name is qualified.
create function ${inner}.pgbackground_fitted(description pg_catalog.text[], mismatch pg_catalog.text)
returns pg_catalog.text[]
language plpgsql as $body$
declare
  words pg_catalog.text;
  pattern pg_catalog.text;
  types pg_catalog.int8[] := description[1];
  fitted pg_catalog.text[] := coalesce(description[5], '{}');
  found pg_catalog.text[];
begin
  begin
    perform from ${inner}.pgbackground_mismatched() as (its_name pg_catalog.oidvector);
  exception
    when datatype_mismatch then
      get stacked diagnostics words = pg_exception_detail;
  end;
  for place in 1 .. coalesce(pg_catalog.cardinality(types), 0) loop
    continue when fitted[place] is not null;
    pattern := pg_catalog.regexp_replace(words, '([.^$*+?(){}|\[\]\\])', '\\\1', 'g');
    pattern := pg_catalog.replace(pattern, '1', place::pg_catalog.text);
    pattern := pg_catalog.replace(pattern, 'int' operator(pg_catalog.||) '2vector', '.*?');
    pattern := pg_catalog.replace(pattern, 'oidvector', '(.*)');
    pattern := pg_catalog.replace(pattern, 'its_name', '.*');
    found := pg_catalog.regexp_match(mismatch, '^' operator(pg_catalog.||) pattern operator(pg_catalog.||) '$');
    continue when found is null;
    if found[1]::pg_catalog.regtype::pg_catalog.oid::pg_catalog.int8 operator(pg_catalog.=) types[place] then
      fitted[place] := found[1];
      description[5] := fitted::pg_catalog.text;
      return description;
    end if;
  end loop;
  raise exception using errcode = '42804', message = description[4];
end
$body$;

-- Raises that rows have been asked for where the server expects none of a shape that the query says.
create function ${inner}.pgbackground_misplaced() returns pg_catalog.void
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
begin
  raise exception using errcode = '0A000',
    message = 'function returning record called in context that cannot accept type record',
    hint = 'Call it in FROM with a column definition list.';
end
$body$;

-- The jobs whose handles the current user may use; an array for each column.
create function ${inner}.pgbackground_list(jobs pg_catalog.text[]) returns table (
  pid pg_catalog.int4, cookie pg_catalog.int8, launched_at pg_catalog.timestamptz, user_id pg_catalog.oid,
  queue_size pg_catalog.int4, state pg_catalog.text, sql_preview pg_catalog.text, last_error pg_catalog.text,
  consumed pg_catalog.bool)
language sql
set search_path = pg_catalog, pg_temp
set array_nulls = on
as $body$
  select j.pid, j.cookie, to_timestamp(j.micros::float8 / 1000000), r.oid, j.queue_size, j.state, j.sql_preview,
    j.last_error, j.consumed
  from unnest(jobs[1]::int4[], jobs[2]::int8[], jobs[3]::int8[], jobs[4]::text[], jobs[5]::int4[], jobs[6]::text[],
      jobs[7]::text[], jobs[8]::text[], jobs[9]::bool[]) with ordinality
      as j(pid, cookie, micros, user_name, queue_size, state, sql_preview, last_error, consumed, place),
    pg_roles as r
  where r.rolname = j.user_name and pg_has_role(r.oid, 'USAGE')
  order by j.place
$body$;
