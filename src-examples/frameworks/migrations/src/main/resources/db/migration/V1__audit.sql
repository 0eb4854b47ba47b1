CREATE EXTENSION IF NOT EXISTS pg_background;

CREATE TABLE audit (what text NOT NULL);

-- Keeps its row whatever becomes of the caller's transaction.
CREATE FUNCTION note(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM * FROM pg_background_result(pg_background_launch(
    format('INSERT INTO audit VALUES (%L)', what))) AS (result text);
END $$;
