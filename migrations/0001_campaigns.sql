CREATE TABLE "addresses" (
	"team_id" text NOT NULL,
	"hash" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "addresses_team_id_hash_pk" PRIMARY KEY("team_id","hash")
);
--> statement-breakpoint
CREATE TABLE "away_agents" (
	"team_id" text NOT NULL,
	"agent_id" text NOT NULL,
	CONSTRAINT "away_agents_team_id_agent_id_pk" PRIMARY KEY("team_id","agent_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_work" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"cursor" uuid,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "campaign_work_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "email_events" (
	"team_id" text NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_events_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"campaign_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"component" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"to" text NOT NULL,
	"state" text NOT NULL,
	"rendered" jsonb,
	"transport" text,
	"provider_id" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"handing_at" timestamp (3) with time zone,
	"handed_at" timestamp (3) with time zone,
	"reason" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "emails_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"team_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "timers_team_id_enrollment_id_pk" PRIMARY KEY("team_id","enrollment_id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"events" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
ALTER TABLE "enrollments" RENAME COLUMN "listening" TO "standing";--> statement-breakpoint
DROP INDEX "enrollments_campaign";--> statement-breakpoint
DROP INDEX "messages_changed";--> statement-breakpoint
ALTER TABLE "acts" ADD COLUMN "engaged" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "move_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "answered" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "awaiting" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "enrollments" ADD COLUMN "look" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "enrollments" ADD COLUMN "open_emails" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "inboxes" ADD COLUMN "turn" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "email" jsonb;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "open_conversations" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "last_message_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email_status" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "noted" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "flip_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "campaign_work_open" ON "campaign_work" USING btree ("created_at") WHERE "campaign_work"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "campaign_work_campaign" ON "campaign_work" USING btree ("team_id","campaign_id");--> statement-breakpoint
CREATE INDEX "emails_due" ON "emails" USING btree ("due_at") WHERE "emails"."state" in ('due', 'handing');--> statement-breakpoint
CREATE INDEX "emails_created" ON "emails" USING btree ("team_id","created_at","id");--> statement-breakpoint
CREATE INDEX "emails_provider" ON "emails" USING btree ("provider_id") WHERE "emails"."provider_id" is not null;--> statement-breakpoint
CREATE INDEX "emails_person" ON "emails" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "timers_person" ON "timers" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "people_email" ON "people" USING btree ("team_id","email") WHERE "people"."email" is not null;--> statement-breakpoint
CREATE INDEX "people_flip" ON "people" USING btree ("flip_at") WHERE "people"."flip_at" is not null;--> statement-breakpoint
CREATE INDEX "people_noted" ON "people" USING gin ("noted") WHERE "people"."noted" <> '[]';--> statement-breakpoint
CREATE INDEX "enrollments_campaign" ON "enrollments" USING btree ("team_id","campaign_id","status","id");--> statement-breakpoint
CREATE INDEX "messages_changed" ON "messages" USING btree ("team_id","conversation_id","revision") WHERE "messages"."form" is not null or "messages"."button" is not null or "messages"."email" is not null;--> statement-breakpoint
UPDATE "conversations" SET "answered" = true WHERE "agent_id" IS NOT NULL;--> statement-breakpoint
-- What listened before says so now.
UPDATE "enrollments" SET "standing" = (SELECT coalesce(jsonb_agg(s || '{"kind": "listening"}'), '[]') FROM jsonb_array_elements("standing") s) WHERE "standing" <> '[]';--> statement-breakpoint
UPDATE "people" p SET "open_conversations" = c.open, "last_message_at" = c.last FROM (
  SELECT team_id, person_id, count(*) FILTER (WHERE state = 'open') AS open, max(last_at) FILTER (WHERE number > 0) AS last
  FROM "conversations" GROUP BY 1, 2) c WHERE c.team_id = p.team_id AND c.person_id = p.id;
