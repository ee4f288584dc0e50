CREATE TABLE "images" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"agent_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "images_team_id_id_pk" PRIMARY KEY("team_id","id")
);
