CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"start" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_events" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"target_id" text,
	"installation_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	CONSTRAINT "audit_events_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"org_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_org_id_key_pk" PRIMARY KEY("org_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "members" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "members_orgId_userId_unique" UNIQUE("org_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "orgs" (
	"org_id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orgs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"signing_key" text NOT NULL,
	"sealing_key" text NOT NULL,
	"cluster_uid" text NOT NULL,
	"version" text NOT NULL,
	"kubernetes_version" text NOT NULL,
	"enrolled_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"counter" bigint DEFAULT 0 NOT NULL,
	"clone_suspected_at" timestamp with time zone,
	"phase" text,
	"followed_version" integer,
	"applied" jsonb,
	"rss_bytes" bigint,
	CONSTRAINT "agents_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "agents_id_unique" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "agents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "batteries" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"type" text NOT NULL,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "batteries_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "batteries_orgId_installationId_type_unique" UNIQUE("org_id","installation_id","type")
);
--> statement-breakpoint
ALTER TABLE "batteries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "confirmed_removals" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "confirmed_removals_org_id_installation_id_key_pk" PRIMARY KEY("org_id","installation_id","key")
);
--> statement-breakpoint
ALTER TABLE "confirmed_removals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "enrolment_tokens" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "enrolment_tokens_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "enrolment_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "enrolment_tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "installations" (
	"org_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"usage" text NOT NULL,
	"provider" text NOT NULL,
	"size" text NOT NULL,
	"drift_policy" text DEFAULT 'revert' NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"decommission" boolean DEFAULT false NOT NULL,
	"catalog_version" text NOT NULL,
	"desired_rev" integer DEFAULT 1 NOT NULL,
	"published_rev" integer DEFAULT 0 NOT NULL,
	"published_version" integer DEFAULT 0 NOT NULL,
	"failed_rev" integer,
	"failed_reason" text,
	"failed_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"facts" jsonb,
	"summary_facts" jsonb DEFAULT '{"ingressAddresses":[]}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installations_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "installations_id_unique" UNIQUE("id"),
	CONSTRAINT "installations_orgId_name_unique" UNIQUE("org_id","name")
);
--> statement-breakpoint
ALTER TABLE "installations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "postgres_clusters" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "postgres_clusters_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "postgres_clusters_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "postgres_clusters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "redis_instances" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "redis_instances_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "redis_instances_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "redis_instances" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "traditional_services" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "traditional_services_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "traditional_services_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "traditional_services" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "agent_events" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"key" text,
	"code" text,
	"detail" text NOT NULL,
	"count" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "agent_events_org_id_id_pk" PRIMARY KEY("org_id","id")
);
--> statement-breakpoint
ALTER TABLE "agent_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "blobs" (
	"org_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"bytes" integer NOT NULL,
	"encoding" text NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "blobs_org_id_sha256_pk" PRIMARY KEY("org_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "blobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resource_statuses" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"key" text NOT NULL,
	"group" text NOT NULL,
	"kind" text NOT NULL,
	"namespace" text,
	"name" text NOT NULL,
	"owner" text,
	"battery" text,
	"sha256" text,
	"state" text NOT NULL,
	"health" text NOT NULL,
	"message" text,
	"waits_for" text,
	"conflicts" jsonb,
	"drift" jsonb,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resource_statuses_org_id_installation_id_key_pk" PRIMARY KEY("org_id","installation_id","key")
);
--> statement-breakpoint
ALTER TABLE "resource_statuses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "snapshots" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"version" integer NOT NULL,
	"desired_rev" integer NOT NULL,
	"tuf_version" integer NOT NULL,
	"manifest_sha256" text NOT NULL,
	"pages" jsonb NOT NULL,
	"resource_count" integer NOT NULL,
	"summary" jsonb NOT NULL,
	"catalog_version" text NOT NULL,
	"failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	"rollback_of" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snapshots_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "snapshots_installationId_version_unique" UNIQUE("installation_id","version")
);
--> statement-breakpoint
ALTER TABLE "snapshots" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tuf_files" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"path" text NOT NULL,
	"sha256" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tuf_files_org_id_installation_id_path_pk" PRIMARY KEY("org_id","installation_id","path")
);
--> statement-breakpoint
ALTER TABLE "tuf_files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tuf_roots" (
	"version" integer PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upstream_blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" integer NOT NULL,
	"encoding" text NOT NULL,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upstream_resources" (
	"catalog_version" text NOT NULL,
	"battery" text NOT NULL,
	"key" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" integer NOT NULL,
	"stand_in" text DEFAULT 'false' NOT NULL,
	CONSTRAINT "upstream_resources_catalog_version_battery_key_pk" PRIMARY KEY("catalog_version","battery","key")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batteries" ADD CONSTRAINT "batteries_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmed_removals" ADD CONSTRAINT "confirmed_removals_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_tokens" ADD CONSTRAINT "enrolment_tokens_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postgres_clusters" ADD CONSTRAINT "postgres_clusters_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redis_instances" ADD CONSTRAINT "redis_instances_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traditional_services" ADD CONSTRAINT "traditional_services_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_events" ADD CONSTRAINT "agent_events_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_org_id_orgs_org_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."orgs"("org_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_statuses" ADD CONSTRAINT "resource_statuses_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tuf_files" ADD CONSTRAINT "tuf_files_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upstream_resources" ADD CONSTRAINT "upstream_resources_sha256_upstream_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."upstream_blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_user_id_index" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_events_org_id_installation_id_id_index" ON "audit_events" USING btree ("org_id","installation_id","id");--> statement-breakpoint
CREATE INDEX "members_user_id_index" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier_index" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "agents_installation_id_index" ON "agents" USING btree ("installation_id");--> statement-breakpoint
CREATE INDEX "agent_events_installation_id_id_index" ON "agent_events" USING btree ("installation_id","id");--> statement-breakpoint
CREATE INDEX "resource_statuses_installation_id_health_key_index" ON "resource_statuses" USING btree ("installation_id","health","key");--> statement-breakpoint
CREATE INDEX "resource_statuses_installation_id_owner_index" ON "resource_statuses" USING btree ("installation_id","owner");--> statement-breakpoint
CREATE POLICY "api_keys_tenant" ON "api_keys" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "api_keys_system" ON "api_keys" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "audit_events_tenant" ON "audit_events" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "audit_events_system" ON "audit_events" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "idempotency_keys_tenant" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "idempotency_keys_system" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "members_tenant" ON "members" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "members_system" ON "members" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "orgs_tenant" ON "orgs" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "orgs_system" ON "orgs" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "users_members" ON "users" AS PERMISSIVE FOR SELECT TO "hb_app" USING (exists (select 1 from members where members.user_id = users.id));--> statement-breakpoint
CREATE POLICY "users_system" ON "users" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "agents_tenant" ON "agents" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "agents_system" ON "agents" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batteries_tenant" ON "batteries" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "batteries_system" ON "batteries" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "confirmed_removals_tenant" ON "confirmed_removals" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "confirmed_removals_system" ON "confirmed_removals" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "enrolment_tokens_tenant" ON "enrolment_tokens" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "enrolment_tokens_system" ON "enrolment_tokens" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "installations_tenant" ON "installations" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "installations_system" ON "installations" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "postgres_clusters_tenant" ON "postgres_clusters" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "postgres_clusters_system" ON "postgres_clusters" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "redis_instances_tenant" ON "redis_instances" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "redis_instances_system" ON "redis_instances" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "traditional_services_tenant" ON "traditional_services" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "traditional_services_system" ON "traditional_services" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "agent_events_tenant" ON "agent_events" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "agent_events_system" ON "agent_events" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "blobs_tenant" ON "blobs" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "blobs_system" ON "blobs" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "resource_statuses_tenant" ON "resource_statuses" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "resource_statuses_system" ON "resource_statuses" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "snapshots_tenant" ON "snapshots" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "snapshots_system" ON "snapshots" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tuf_files_tenant" ON "tuf_files" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tuf_files_system" ON "tuf_files" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);