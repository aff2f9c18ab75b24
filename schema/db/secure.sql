-- What drizzle-kit does not write, run after every migration; says what should be, so running it again changes nothing.
-- hb_app and hb_system own nothing and cannot log in; hb_edge logs in and may become either, but inherits nothing from them.

revoke all on schema public from public;
grant usage on schema public to hb_app, hb_system;
revoke all on all tables in schema public from hb_app, hb_system, hb_edge;
grant select, insert, update, delete on all tables in schema public to hb_system;

do $$
declare tenant_table text;
begin
  -- Row security binds the owner of the tables too.
  for tenant_table in
    select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
  loop
    execute format('alter table public.%I force row level security', tenant_table);
  end loop;
  for tenant_table in
    select table_name from information_schema.columns where table_schema = 'public' and column_name = 'org_id'
  loop
    execute format('grant select, insert, update, delete on public.%I to hb_app', tenant_table);
  end loop;
end $$;

-- The audit log only grows, also for whoever finds a hole in a verb. (Deleting an org cascades as the owner.)
revoke update, delete on audit_events from hb_app, hb_system;
-- Orgs are made and ended by hb_system.
revoke insert, delete on orgs from hb_app;
-- Members are shown with name and address; the policy users_members bounds which.
grant select (id, name, email) on users to hb_app;
-- Shared by all orgs, written by hb_system.
grant select on upstream_blobs, upstream_resources, tuf_roots to hb_app;
