CREATE TABLE "enrolled_again" (
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "enrolled_again_team_id_campaign_id_person_id_pk" PRIMARY KEY("team_id","campaign_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"component" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"person_id" uuid NOT NULL,
	"enrollment_id" uuid NOT NULL,
	CONSTRAINT "places_newest" PRIMARY KEY("team_id","campaign_id","component","kind","at","person_id","enrollment_id")
);
--> statement-breakpoint
CREATE TABLE "sums" (
	"team_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"version" integer NOT NULL,
	"component" text NOT NULL,
	"outcome" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "sums_team_id_campaign_id_version_component_outcome_pk" PRIMARY KEY("team_id","campaign_id","version","component","outcome")
);
--> statement-breakpoint
CREATE INDEX "enrolled_again_person" ON "enrolled_again" USING btree ("team_id","person_id");--> statement-breakpoint
CREATE INDEX "enrollments_left" ON "enrollments" USING btree ("team_id","campaign_id","status","left_at","person_id") WHERE "enrollments"."left_at" is not null;--> statement-breakpoint
-- Who entered a campaign more than once, until now.
INSERT INTO "enrolled_again" ("team_id", "campaign_id", "person_id")
SELECT team_id, campaign_id, person_id FROM enrollments GROUP BY 1, 2, 3 HAVING count(*) > 1;--> statement-breakpoint
-- What was not counted until now: who left at a component, how often people entered again, and along which lines they came.
INSERT INTO "totals" ("team_id", "campaign_id", "version", "component", "outcome", "bucket", "count")
SELECT e.team_id, e.campaign_id, v.version, s.component, 'left', date_bin('15 minutes', coalesce(e.left_at, e.entered_at), 'epoch'), count(*)::int
FROM enrollments e CROSS JOIN LATERAL jsonb_to_recordset(e.standing) AS s(component text)
CROSS JOIN LATERAL (VALUES (0), (e.version)) AS v(version)
WHERE (e.status IN ('ended', 'exited', 'removed') OR e.cause = 'entered-again') AND e.status <> 'active'
  AND (e.status <> 'removed' OR e.cause IS DISTINCT FROM 'merged')
GROUP BY 1, 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO "totals" ("team_id", "campaign_id", "version", "component", "outcome", "bucket", "count")
SELECT team_id, campaign_id, v.version, '', 'again', date_bin('15 minutes', next, 'epoch'), count(*)::int FROM (
  SELECT e.*, lead(e.entered_at) OVER (PARTITION BY e.team_id, e.campaign_id, e.person_id ORDER BY e.entered_at, e.id) AS next
  FROM enrollments e JOIN enrolled_again a ON a.team_id = e.team_id AND a.campaign_id = e.campaign_id AND a.person_id = e.person_id
  WHERE e.status <> 'removed' OR e.cause IS DISTINCT FROM 'merged') AS e
CROSS JOIN LATERAL (VALUES (0), (e.version)) AS v(version)
WHERE next IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO "totals" ("team_id", "campaign_id", "version", "component", "outcome", "bucket", "count")
SELECT w.team_id, w.campaign_id, 0, w.component,
  'from ' || coalesce(CASE WHEN f.outcome IN ('matched', 'unmatched') THEN f.outcome END, '-') || ' ' || w."from",
  date_bin('15 minutes', w.at, 'epoch'), count(*)::int
FROM (
  SELECT e.team_id, e.campaign_id, e.id, s.component, s."from", to_timestamp(s.since / 1000.0) AS at
  FROM enrollments e CROSS JOIN LATERAL jsonb_to_recordset(e.standing) AS s(component text, "from" text, since float8)
  UNION ALL SELECT e.team_id, e.campaign_id, e.id, a.component, a."from", a.at
  FROM enrollments e JOIN acts a ON a.team_id = e.team_id AND a.enrollment_id = e.id) AS w
LEFT JOIN acts f ON f.team_id = w.team_id AND f.enrollment_id = w.id AND f.component = w."from"
WHERE w."from" IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO "sums" ("team_id", "campaign_id", "version", "component", "outcome", "count")
SELECT team_id, campaign_id, version, component, outcome, sum(count)::int FROM totals GROUP BY 1, 2, 3, 4, 5;--> statement-breakpoint
-- Where people stand, and stood when they left.
INSERT INTO "places" ("team_id", "enrollment_id", "component", "campaign_id", "person_id", "kind", "at")
SELECT e.team_id, e.id, s.component, e.campaign_id, e.person_id, CASE WHEN e.status = 'active' THEN s.kind ELSE 'left' END,
  CASE WHEN e.status = 'active' THEN to_timestamp(s.since / 1000.0) ELSE coalesce(e.left_at, e.entered_at) END
FROM enrollments e CROSS JOIN LATERAL jsonb_to_recordset(e.standing) AS s(component text, kind text, since float8)
WHERE e.status = 'active' OR ((e.status IN ('ended', 'exited', 'removed') OR e.cause = 'entered-again')
  AND (e.status <> 'removed' OR e.cause IS DISTINCT FROM 'merged'));
