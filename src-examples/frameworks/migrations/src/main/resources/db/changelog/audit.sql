--liquibase formatted sql

--changeset shop:pg_background
CREATE EXTENSION IF NOT EXISTS pg_background;
--rollback DROP EXTENSION pg_background;

--changeset shop:audit
CREATE TABLE audit (what text NOT NULL);
--rollback DROP TABLE audit;

--changeset shop:note splitStatements:false
CREATE FUNCTION note(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM * FROM pg_background_result(pg_background_launch(
    format('INSERT INTO audit VALUES (%L)', what))) AS (result text);
END $$;
--rollback DROP FUNCTION note;

--changeset shop:first_note
SELECT note('migrated');
--rollback DELETE FROM audit;
