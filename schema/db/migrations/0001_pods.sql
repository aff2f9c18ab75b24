CREATE TABLE "pods" (
	"org_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"owner" text,
	"app" text,
	"phase" text NOT NULL,
	"ready" boolean NOT NULL,
	"restarts" integer NOT NULL,
	"node" text,
	"started_at" timestamp with time zone,
	"message" text,
	CONSTRAINT "pods_org_id_installation_id_namespace_name_pk" PRIMARY KEY("org_id","installation_id","namespace","name")
);
--> statement-breakpoint
ALTER TABLE "pods" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pods" ADD CONSTRAINT "pods_org_id_installation_id_installations_org_id_id_fk" FOREIGN KEY ("org_id","installation_id") REFERENCES "public"."installations"("org_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pods_installation_id_owner_index" ON "pods" USING btree ("installation_id","owner");--> statement-breakpoint
CREATE POLICY "pods_tenant" ON "pods" AS PERMISSIVE FOR ALL TO "hb_app" USING (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)) WITH CHECK (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "pods_system" ON "pods" AS PERMISSIVE FOR ALL TO "hb_system" USING (true) WITH CHECK (true);