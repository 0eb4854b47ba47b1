-- The types and functions of pg_background 1.8, with its names, parameters and results. They run with the caller's
-- settings, but for how NULL is read in an array, so every name in them is qualified and there is no operator. Each
-- argument has the very type of its parameter, so that the server prefers no function that somebody else puts beside a
-- temporary one.

create type ${schema}.pg_background_handle as (pid pg_catalog.int4, cookie pg_catalog.int8);

create type ${schema}.pg_background_stats as (
  workers_launched pg_catalog.int8, workers_completed pg_catalog.int8, workers_failed pg_catalog.int8,
  workers_canceled pg_catalog.int8, workers_active pg_catalog.int4, avg_execution_ms pg_catalog.float8,
  max_workers pg_catalog.int4);

create type ${schema}.pg_background_progress as (progress_pct pg_catalog.int4, progress_msg pg_catalog.text);

create function ${schema}.pg_background_launch(sql pg_catalog.text, queue_size pg_catalog.int4 default 0)
returns pg_catalog.int4 language plpgsql strict as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_launch'::pg_catalog.text, array[$1, $2::pg_catalog.text],
    ${inner}.pgbackground_hidden())::pg_catalog.int4;
end
$body$;

create function ${schema}.pg_background_result(pid pg_catalog.int4)
returns setof pg_catalog.record language plpgsql strict set array_nulls = on as $body$
declare
  answer pg_catalog.bytea := ${inner}.${request}('pg_background_result'::pg_catalog.text, array[$1::pg_catalog.text],
    null::pg_catalog.text[]);
  ${rows}
$body$;

create function ${schema}.pg_background_detach(pid pg_catalog.int4)
returns pg_catalog.void language plpgsql strict as $body$
begin
  perform ${inner}.${request}('pg_background_detach'::pg_catalog.text, array[$1::pg_catalog.text],
    null::pg_catalog.text[]);
end
$body$;

create function ${schema}.pg_background_launch_v2(sql pg_catalog.text, queue_size pg_catalog.int4 default 0)
returns ${schema}.pg_background_handle language plpgsql strict as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_launch_v2'::pg_catalog.text, array[$1, $2::pg_catalog.text],
    ${inner}.pgbackground_hidden())::${schema}.pg_background_handle;
end
$body$;

create function ${schema}.pg_background_submit_v2(sql pg_catalog.text, queue_size pg_catalog.int4 default 0)
returns ${schema}.pg_background_handle language plpgsql strict as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_submit_v2'::pg_catalog.text, array[$1, $2::pg_catalog.text],
    ${inner}.pgbackground_hidden())::${schema}.pg_background_handle;
end
$body$;

create function ${schema}.pg_background_result_v2(pid pg_catalog.int4, cookie pg_catalog.int8)
returns setof pg_catalog.record language plpgsql strict set array_nulls = on as $body$
declare
  answer pg_catalog.bytea := ${inner}.${request}('pg_background_result_v2'::pg_catalog.text,
    array[$1::pg_catalog.text, $2::pg_catalog.text], null::pg_catalog.text[]);
  ${rows}
$body$;

create function ${schema}.pg_background_detach_v2(pid pg_catalog.int4, cookie pg_catalog.int8)
returns pg_catalog.void language plpgsql strict as $body$
begin
  perform ${inner}.${request}('pg_background_detach_v2'::pg_catalog.text, array[$1::pg_catalog.text, $2::pg_catalog.text],
    null::pg_catalog.text[]);
end
$body$;

create function ${schema}.pg_background_cancel_v2(pid pg_catalog.int4, cookie pg_catalog.int8)
returns pg_catalog.void language plpgsql strict as $body$
begin
  perform ${inner}.${request}('pg_background_cancel_v2'::pg_catalog.text, array[$1::pg_catalog.text, $2::pg_catalog.text],
    null::pg_catalog.text[]);
end
$body$;

create function ${schema}.pg_background_cancel_v2_grace(
  pid pg_catalog.int4, cookie pg_catalog.int8, grace_ms pg_catalog.int4)
returns pg_catalog.void language plpgsql strict as $body$
begin
  perform ${inner}.${request}('pg_background_cancel_v2_grace'::pg_catalog.text,
    array[$1::pg_catalog.text, $2::pg_catalog.text, $3::pg_catalog.text], null::pg_catalog.text[]);
end
$body$;

create function ${schema}.pg_background_wait_v2(pid pg_catalog.int4, cookie pg_catalog.int8)
returns pg_catalog.void language plpgsql strict as $body$
begin
  perform ${inner}.${request}('pg_background_wait_v2'::pg_catalog.text, array[$1::pg_catalog.text, $2::pg_catalog.text],
    ${inner}.pgbackground_hidden());
end
$body$;

create function ${schema}.pg_background_wait_v2_timeout(
  pid pg_catalog.int4, cookie pg_catalog.int8, timeout_ms pg_catalog.int4)
returns pg_catalog.bool language plpgsql strict as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_wait_v2_timeout'::pg_catalog.text,
    array[$1::pg_catalog.text, $2::pg_catalog.text, $3::pg_catalog.text],
    ${inner}.pgbackground_hidden())::pg_catalog.bool;
end
$body$;

-- In SQL, so that the server itself says when the caller's columns do not fit.
create function ${schema}.pg_background_list_v2()
returns setof pg_catalog.record language sql as $body$
  select l.pid, l.cookie, l.launched_at, l.user_id, l.queue_size, l.state, l.sql_preview, l.last_error, l.consumed
  from ${inner}.pgbackground_list(
    ${inner}.pgbackground_ask('pg_background_list_v2'::pg_catalog.text, '{}'::pg_catalog.text[], null::pg_catalog.text[])::pg_catalog.text[]) as l
$body$;

create function ${schema}.pg_background_stats_v2()
returns ${schema}.pg_background_stats language plpgsql as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_stats_v2'::pg_catalog.text, '{}'::pg_catalog.text[],
    ${inner}.pgbackground_hidden())::${schema}.pg_background_stats;
end
$body$;

create function ${schema}.pg_background_get_progress_v2(pid pg_catalog.int4, cookie pg_catalog.int8)
returns ${schema}.pg_background_progress language plpgsql as $body$
begin
  return ${inner}.pgbackground_ask('pg_background_get_progress_v2'::pg_catalog.text,
    array[$1::pg_catalog.text, $2::pg_catalog.text],
    null::pg_catalog.text[])::${schema}.pg_background_progress;
end
$body$;

create function ${schema}.pg_background_progress(pct pg_catalog.int4, msg pg_catalog.text default null)
returns pg_catalog.void language plpgsql as $body$
begin
  perform ${inner}.${request}('pg_background_progress'::pg_catalog.text, array[$1::pg_catalog.text, $2], null::pg_catalog.text[]);
end
$body$;
