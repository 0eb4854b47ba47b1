-- Who may call the functions: the extension's own helpers, and what nobody may by default.

create function ${schema}.grant_pg_background_privileges(
  role_name pg_catalog.text, print_commands pg_catalog.bool default false)
returns pg_catalog.bool language plpgsql security definer set search_path = pg_catalog, pg_temp as
$function$
declare
  command text;
begin
  foreach command in array ${inner}.privileges() loop
    command := format('GRANT %s TO %I', command, role_name);
    execute command;
    if print_commands then
      raise info '%', command;
    end if;
  end loop;
  perform ${inner}.pgbackground_admit();
  return true;
exception when others then
  raise notice 'Error granting pg_background privileges to %: %', role_name, sqlerrm;
  return false;
end
$function$;

create function ${schema}.revoke_pg_background_privileges(
  role_name pg_catalog.text, print_commands pg_catalog.bool default false)
returns pg_catalog.bool language plpgsql security definer set search_path = pg_catalog, pg_temp as
$function$
declare
  commands text[] := ${inner}.privileges();
  command text;
begin
  for i in reverse cardinality(commands) .. 1 loop
    command := format('REVOKE %s FROM %I', commands[i], role_name);
    execute command;
    if print_commands then
      raise info '%', command;
    end if;
  end loop;
  perform ${inner}.pgbackground_admit();
  return true;
exception when others then
  raise notice 'Error revoking pg_background privileges from %: %', role_name, sqlerrm;
  return false;
end
$function$;

create function ${schema}.pg_background_drop_executor_role()
returns pg_catalog.void language plpgsql security definer set search_path = pg_catalog, pg_temp as
$function$
begin
  if exists (select from pg_roles where rolname = 'pgbackground_role') then
    drop role pgbackground_role;
  end if;
end
$function$;

-- What is granted, in this order; the schema is where the types are now.
create function ${inner}.privileges()
returns pg_catalog.text[] language sql stable set search_path = pg_catalog, pg_temp as
$function$
  select array_agg(format(item, s.nspname) order by number)
  from unnest(array[
      'EXECUTE ON FUNCTION %I.pg_background_launch(pg_catalog.text, pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_result(pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_detach(pg_catalog.int4)',
      'USAGE ON TYPE %I.pg_background_handle',
      'USAGE ON TYPE %I.pg_background_stats',
      'USAGE ON TYPE %I.pg_background_progress',
      'EXECUTE ON FUNCTION %I.pg_background_launch_v2(pg_catalog.text, pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_submit_v2(pg_catalog.text, pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_result_v2(pg_catalog.int4, pg_catalog.int8)',
      'EXECUTE ON FUNCTION %I.pg_background_detach_v2(pg_catalog.int4, pg_catalog.int8)',
      'EXECUTE ON FUNCTION %I.pg_background_cancel_v2(pg_catalog.int4, pg_catalog.int8)',
      'EXECUTE ON FUNCTION %I.pg_background_cancel_v2_grace(pg_catalog.int4, pg_catalog.int8, pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_wait_v2(pg_catalog.int4, pg_catalog.int8)',
      'EXECUTE ON FUNCTION %I.pg_background_wait_v2_timeout(pg_catalog.int4, pg_catalog.int8, pg_catalog.int4)',
      'EXECUTE ON FUNCTION %I.pg_background_list_v2()',
      'EXECUTE ON FUNCTION %I.pg_background_stats_v2()',
      'EXECUTE ON FUNCTION %I.pg_background_progress(pg_catalog.int4, pg_catalog.text)',
      'EXECUTE ON FUNCTION %I.pg_background_get_progress_v2(pg_catalog.int4, pg_catalog.int8)'
    ]) with ordinality as items(item, number)
  cross join pg_namespace b
  join pg_proc r on r.pronamespace = b.oid and r.proname = 'revision'
  join pg_type h on h.oid = r.proargtypes[0]
  join pg_namespace s on s.oid = h.typnamespace
  where b.nspname = '${inner}'
$function$;

-- Whoever may call one of the functions may call what they are made of, which the server asks of him too; nobody else
-- may. So this is done whenever somebody has been granted one, or none is left to him.
create function ${inner}.pgbackground_admit()
returns pg_catalog.void language plpgsql security definer set search_path = pg_catalog, pg_temp as
$function$
declare
  command text;
begin
  for command in
    with functions as (
      select p.oid, false as is_inner, p.proowner, p.proacl
      from unnest(${inner}.privileges()) as item
      join pg_proc as p on p.oid = to_regprocedure(substring(item from '^EXECUTE ON FUNCTION (.*)$'))
      union all
      select p.oid, true, p.proowner, p.proacl
      from pg_namespace as n
      join pg_proc as p on p.pronamespace = n.oid and p.proowner = n.nspowner
        and starts_with(p.proname, 'pgbackground_')
      where n.nspname = '${inner}'
    ), granted as (
      select f.oid, f.is_inner, a.grantee
      from functions as f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) as a
      where a.privilege_type = 'EXECUTE' and a.grantee <> f.proowner
    ), inner_functions as (
      select count(*) as number, string_agg(oid::regprocedure::text, ', ') as list from functions where is_inner
    )
    select format(
        case when bool_or(not g.is_inner) then 'GRANT EXECUTE ON FUNCTION %s TO %s'
          else 'REVOKE EXECUTE ON FUNCTION %s FROM %s' end,
        i.list, case when g.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(g.grantee)) end)
    from granted as g, inner_functions as i
    group by g.grantee, i.list, i.number
    having bool_and(g.is_inner) or count(distinct g.oid) filter (where g.is_inner) < i.number
  loop
    execute command;
  end loop;
end
$function$;
