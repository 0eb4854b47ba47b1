SELECT note('migrated');
