CREATE TABLE "erased" (
	"team_id" text NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erased_team_id_id_pk" PRIMARY KEY("team_id","id")
);
