CREATE TABLE "scenarios" (
	"team_id" text NOT NULL,
	"campaign_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"scenario" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scenarios_team_id_campaign_id_id_pk" PRIMARY KEY("team_id","campaign_id","id")
);
