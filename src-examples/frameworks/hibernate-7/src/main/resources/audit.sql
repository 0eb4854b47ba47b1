CREATE EXTENSION IF NOT EXISTS pg_background;

CREATE TABLE audit (what text NOT NULL);

-- Keeps its row whatever becomes of the transaction that sold.
CREATE FUNCTION audit_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM * FROM pg_background_result(pg_background_launch(
    format('INSERT INTO audit VALUES (%L)', NEW.total || ' in ' || NEW.region))) AS (result text);
  RETURN NEW;
END $$;

CREATE TRIGGER audit_sale AFTER INSERT ON sale FOR EACH ROW EXECUTE FUNCTION audit_sale();
