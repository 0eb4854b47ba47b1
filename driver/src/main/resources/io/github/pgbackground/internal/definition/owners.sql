-- What may run as its owner while a statement runs whose names are not all looked up yet, where that owner may not become
-- the session's user but make temporary functions: he could put some beside these, or in their place. That is a
-- function that says so; and what a table calls, which the server calls as the table's owner where a foreign key has
-- it change rows behind those that they refer to, where an index or statistics of expressions are made anew, and where a
-- materialized view is refreshed. Null where there is none, and where none of the words, if they are not null, names
-- anything but what is the server's own.
create function ${inner}.pgbackground_owners(words pg_catalog.name[]) returns pg_catalog.text
language plpgsql
set search_path = pg_catalog, pg_temp
as $body$
declare
  -- The server's own functions that run SQL that they are given.
  running constant text := '_to_xml|ts_stat|ts_rewrite';
begin
  if words is not null and not exists (
      select
      from pg_namespace as n
      join (
        select oid, proname, pronamespace from pg_proc
        union all select oid, relname, relnamespace from pg_class
        union all select oid, typname, typnamespace from pg_type
        union all select oid, oprname, oprnamespace from pg_operator
      ) as o(oid, name, namespace) on o.namespace = n.oid
      where n.nspname not in ('pg_catalog', 'information_schema') and o.oid >= 16384 and o.name = any (words)
        and not (n.oid = pg_my_temp_schema() and starts_with(o.name, 'pg_background_'))) then
    return null;
  end if;
  return (
    with others as materialized (
      select r.oid, r.rolname, has_database_privilege(r.oid, b.oid, 'TEMP') as makes, b.oid as database
      from pg_roles as r, pg_database as b
      where b.datname = current_database() and not pg_has_role(r.oid, session_user, 'MEMBER')
    ), owned as materialized (
      select s.classid, s.objid, o.rolname, o.makes
      from others as o, pg_shdepend as s
      where s.refclassid = 'pg_authid'::regclass and s.refobjid = o.oid and s.deptype = 'o' and s.dbid = o.database
    ), relations as materialized (
      select r.oid, r.relkind, r.relhasrules, o.rolname
      from owned as o, pg_class as r
      where o.makes and o.classid = 'pg_class'::regclass and r.oid = o.objid and r.relkind in ('r', 'p', 'm')
    ), calling as materialized (
      select d.classid, d.objid, o.classid as of
      from owned as o, pg_depend as d
      where o.classid in ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
        and d.refclassid = o.classid and d.refobjid = o.objid
    ), made_anew as (
      select i.indrelid
      from calling as c, pg_index as i
      where c.classid = 'pg_class'::regclass and i.indexrelid = c.objid
      union all
      select x.stxrelid
      from calling as c, pg_statistic_ext as x
      where c.classid = 'pg_statistic_ext'::regclass and x.oid = c.objid
      union all
      select m.oid
      from relations as m
      where m.relkind = 'm'
        and (pg_get_viewdef(m.oid) ~ running
          or exists (
            select
            from pg_rewrite as w
            join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
            left join pg_class as v on d.refclassid = 'pg_class'::regclass and v.oid = d.refobjid
            where w.ev_class = m.oid and (v.relkind is null or v.relkind not in ('r', 'p', 'm'))))
    ), changed as (
      select t.tgrelid
      from calling as c, pg_trigger as t
      where c.classid = 'pg_trigger'::regclass and t.oid = c.objid
      union all
      select f.adrelid
      from calling as c, pg_attrdef as f
      where c.classid = 'pg_attrdef'::regclass and f.oid = c.objid
      union all
      select k.conrelid
      from calling as c, pg_constraint as k
      where c.classid = 'pg_constraint'::regclass and k.oid = c.objid
      union all
      select a.attrelid
      from calling as c, pg_attribute as a, pg_type as y
      where c.classid = 'pg_class'::regclass and a.attrelid = c.objid and y.oid = a.atttypid and y.typtype = 'd'
      union all
      -- Columns that are generated, on PostgreSQL 14, and what a row's partition is told by.
      select c.objid
      from calling as c
      where c.classid = 'pg_class'::regclass and c.of <> 'pg_type'::regclass
      union all
      select r.oid
      from relations as r
      where r.relhasrules
        or exists (select from pg_attrdef as f where f.adrelid = r.oid and pg_get_expr(f.adbin, f.adrelid) ~ running)
        or exists (
          select from pg_constraint as k
          where k.conrelid = r.oid and k.contype = 'c' and pg_get_constraintdef(k.oid) ~ running)
    )
    select format('Function %s runs as %I.', p.oid::regprocedure, o.rolname)
    from owned as o, pg_proc as p
    where o.makes and o.classid = 'pg_proc'::regclass and p.oid = o.objid and p.prosecdef
    union all
    select format('Table %s has code run as %I.', r.oid::regclass, r.rolname)
    from relations as r
    where r.oid in (select * from made_anew)
      or r.oid in (select * from changed) and exists (
        select from pg_constraint as k
        where k.conrelid = r.oid and k.contype = 'f' and array[k.confdeltype, k.confupdtype] && '{c,n,d}')
    limit 1);
end
$body$;
