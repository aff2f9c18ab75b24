CREATE TABLE "ferret_services" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ferret_services_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "ferret_services_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "ferret_services" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ip_address_pools" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ip_address_pools_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "ip_address_pools_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "ip_address_pools" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "knative_services" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "knative_services_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "knative_services_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "knative_services" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "models" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "models_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "models_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "models" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notebooks" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"spec" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notebooks_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "notebooks_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "notebooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_org_id_id_pk" PRIMARY KEY("org_id","id"),
	CONSTRAINT "projects_orgId_installationId_id_unique" UNIQUE("org_id","installation_id","id"),
	CONSTRAINT "projects_orgId_installationId_name_unique" UNIQUE("org_id","installation_id","name")
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "installations" ALTER COLUMN "summary_facts" SET DEFAULT '{}'::jsonb;--> statement-breakpoint
ALTER TABLE "postgres_clusters" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "redis_instances" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "traditional_services" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "ferret_services" ADD CONSTRAINT "ferret_services_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ferret_services" ADD CONSTRAINT "ferret_services_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ip_address_pools" ADD CONSTRAINT "ip_address_pools_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ip_address_pools" ADD CONSTRAINT "ip_address_pools_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knative_services" ADD CONSTRAINT "knative_services_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knative_services" ADD CONSTRAINT "knative_services_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notebooks" ADD CONSTRAINT "notebooks_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notebooks" ADD CONSTRAINT "notebooks_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postgres_clusters" ADD CONSTRAINT "postgres_clusters_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redis_instances" ADD CONSTRAINT "redis_instances_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traditional_services" ADD CONSTRAINT "traditional_services_project_fk" FOREIGN KEY ("org_id","installation_id","project_id") REFERENCES "public"."projects"("org_id","installation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "ferret_services_tenant" ON "ferret_services" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "ferret_services_system" ON "ferret_services" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ip_address_pools_tenant" ON "ip_address_pools" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "ip_address_pools_system" ON "ip_address_pools" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "knative_services_tenant" ON "knative_services" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "knative_services_system" ON "knative_services" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "models_tenant" ON "models" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "models_system" ON "models" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "notebooks_tenant" ON "notebooks" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "notebooks_system" ON "notebooks" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "projects_tenant" ON "projects" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "projects_system" ON "projects" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);