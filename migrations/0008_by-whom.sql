ALTER TABLE "campaign_versions" ADD COLUMN "published_by" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "changed_by" text;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "paused_at" timestamp (3) with time zone;