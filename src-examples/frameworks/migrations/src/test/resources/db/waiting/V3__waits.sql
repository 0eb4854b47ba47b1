ALTER TABLE audit ADD at timestamptz;
SELECT note('altered');
