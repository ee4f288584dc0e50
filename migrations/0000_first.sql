CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE TABLE "auth"."account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."apikey" (
	"id" text PRIMARY KEY NOT NULL,
	"config_id" text DEFAULT 'default' NOT NULL,
	"name" text,
	"start" text,
	"reference_id" text NOT NULL,
	"prefix" text,
	"key" text NOT NULL,
	"refill_interval" integer,
	"refill_amount" integer,
	"last_refill_at" timestamp (3) with time zone,
	"enabled" boolean DEFAULT true,
	"rate_limit_enabled" boolean DEFAULT true,
	"rate_limit_time_window" integer,
	"rate_limit_max" integer,
	"request_count" integer DEFAULT 0,
	"remaining" integer,
	"last_request" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"permissions" text,
	"metadata" text
);
--> statement-breakpoint
CREATE TABLE "auth"."invitation" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"inviter_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."member" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text DEFAULT 'agent' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."organization" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"metadata" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "auth"."session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"active_organization_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth"."user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "auth"."verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "acts" (
	"team_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"component" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"from" text,
	"conversation_id" uuid,
	"message_id" uuid,
	"reason" text,
	CONSTRAINT "acts_team_id_enrollment_id_component_pk" PRIMARY KEY("team_id","enrollment_id","component")
);
--> statement-breakpoint
CREATE TABLE "campaign_versions" (
	"team_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"graph" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_versions_team_id_campaign_id_version_pk" PRIMARY KEY("team_id","campaign_id","version")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"draft" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"version" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"activated_at" timestamp (3) with time zone,
	CONSTRAINT "campaigns_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "component_people" (
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"version" integer NOT NULL,
	"component" text NOT NULL,
	"outcome" text NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "component_people_team_id_campaign_id_version_component_outcome_person_id_pk" PRIMARY KEY("team_id","campaign_id","version","component","outcome","person_id")
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"started_by" jsonb NOT NULL,
	"started_on" jsonb,
	"state" text NOT NULL,
	"snoozed_until" timestamp (3) with time zone,
	"inbox_id" uuid,
	"assignee_id" text,
	"listed" boolean NOT NULL,
	"number" integer NOT NULL,
	"revision" integer NOT NULL,
	"seen_by_person" integer NOT NULL,
	"seen_by_team" integer NOT NULL,
	"last_from_person" integer NOT NULL,
	"last" jsonb,
	"last_at" timestamp (3) with time zone NOT NULL,
	"agent_id" text,
	"campaign_id" text,
	CONSTRAINT "conversations_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "count_deltas" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"version" integer NOT NULL,
	"component" text NOT NULL,
	"outcome" text NOT NULL,
	"delta" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrollments" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"campaign_id" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	"cause" text,
	"listening" jsonb NOT NULL,
	"open_forms" jsonb NOT NULL,
	CONSTRAINT "enrollments_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"team_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"stream" uuid NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"properties" jsonb NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "events_team_id_stream_number_pk" PRIMARY KEY("team_id","stream","number")
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"result" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "facts_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "inbox_agents" (
	"team_id" text NOT NULL,
	"inbox_id" uuid NOT NULL,
	"agent_id" text NOT NULL,
	CONSTRAINT "inbox_agents_team_id_inbox_id_agent_id_pk" PRIMARY KEY("team_id","inbox_id","agent_id")
);
--> statement-breakpoint
CREATE TABLE "inboxes" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inboxes_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"team_id" text NOT NULL,
	"stream" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"v" integer NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "journal_team_id_stream_number_pk" PRIMARY KEY("team_id","stream","number")
) PARTITION BY HASH ("stream");
--> statement-breakpoint
CREATE TABLE "journal_0" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 0);
--> statement-breakpoint
CREATE TABLE "journal_1" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 1);
--> statement-breakpoint
CREATE TABLE "journal_2" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 2);
--> statement-breakpoint
CREATE TABLE "journal_3" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 3);
--> statement-breakpoint
CREATE TABLE "journal_4" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 4);
--> statement-breakpoint
CREATE TABLE "journal_5" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 5);
--> statement-breakpoint
CREATE TABLE "journal_6" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 6);
--> statement-breakpoint
CREATE TABLE "journal_7" PARTITION OF "journal" FOR VALUES WITH (MODULUS 8, REMAINDER 7);
--> statement-breakpoint
CREATE TABLE "messages" (
	"team_id" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"from" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"form" jsonb,
	"button" text,
	"campaign" jsonb,
	CONSTRAINT "messages_team_id_conversation_id_number_pk" PRIMARY KEY("team_id","conversation_id","number")
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"team_id" text NOT NULL,
	"conversation_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"agent_id" text NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "notes_team_id_conversation_id_revision_pk" PRIMARY KEY("team_id","conversation_id","revision")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"external_id" text,
	"email" text,
	"name" text,
	"phone" text,
	"attributes" jsonb NOT NULL,
	"sources" jsonb NOT NULL,
	"context" jsonb NOT NULL,
	"page" jsonb,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone,
	"signed_up_at" timestamp (3) with time zone,
	"fact_at" timestamp (3) with time zone NOT NULL,
	"entries" integer NOT NULL,
	"merged_into" uuid,
	CONSTRAINT "people_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"sites" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"identity_secrets" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "totals" (
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"version" integer NOT NULL,
	"component" text NOT NULL,
	"outcome" text NOT NULL,
	"bucket" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "totals_team_id_campaign_id_version_component_outcome_bucket_pk" PRIMARY KEY("team_id","campaign_id","version","component","outcome","bucket")
);
--> statement-breakpoint
ALTER TABLE "auth"."account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "auth"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_id_index" ON "auth"."account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "apikey_key_index" ON "auth"."apikey" USING btree ("key");--> statement-breakpoint
CREATE INDEX "apikey_reference_id_index" ON "auth"."apikey" USING btree ("reference_id");--> statement-breakpoint
CREATE INDEX "invitation_organization_id_index" ON "auth"."invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_email_index" ON "auth"."invitation" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "member_organization_id_user_id_index" ON "auth"."member" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "member_user_id_index" ON "auth"."member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_id_index" ON "auth"."session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier_index" ON "auth"."verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "component_people_person" ON "component_people" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "conversations_person" ON "conversations" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("team_id","state","last_at","id") WHERE "conversations"."listed";--> statement-breakpoint
CREATE INDEX "conversations_mine" ON "conversations" USING btree ("team_id","assignee_id","state","last_at","id") WHERE "conversations"."listed" and "conversations"."assignee_id" is not null;--> statement-breakpoint
CREATE INDEX "conversations_snoozed" ON "conversations" USING btree ("snoozed_until") WHERE "conversations"."state" = 'snoozed';--> statement-breakpoint
CREATE INDEX "enrollments_person" ON "enrollments" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "enrollments_campaign" ON "enrollments" USING btree ("team_id","campaign_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollments_inside" ON "enrollments" USING btree ("team_id","person_id","campaign_id") WHERE "enrollments"."status" = 'active';--> statement-breakpoint
CREATE INDEX "events_person" ON "events" USING btree ("team_id","person_id","name","happened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_id" ON "messages" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "messages_changed" ON "messages" USING btree ("team_id","conversation_id","revision") WHERE "messages"."form" is not null or "messages"."button" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "people_external" ON "people" USING btree ("team_id","external_id") WHERE "people"."external_id" is not null;--> statement-breakpoint
CREATE INDEX "people_seen" ON "people" USING btree ("team_id","first_seen_at","id");--> statement-breakpoint
-- Whether a team's campaigns, agents and inboxes are still those a fact was followed with. Shared with other facts,
-- against those who change them. Volatile: what it reads is read after its lock, whatever the caller saw when it began.
CREATE FUNCTION "team_stands"(team text, known integer) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(team, 1));
  return exists (select from teams where id = team and revision = known);
end $$;
