-- The rest of a function that gives the rows of its answer: only in it does the server know what its caller expects.
  description pg_catalog.text[] := ${inner}.pgbackground_description(answer);
  mismatch pg_catalog.text;
begin
  loop
    begin
      return query execute ${inner}.pgbackground_rows_query(description)
        using ${inner}.pgbackground_rows_arrays(answer, description);
      return;
    exception
      when datatype_mismatch then
        get stacked diagnostics mismatch = pg_exception_detail;
      when feature_not_supported then
        -- Unless it is a value that raises that.
        execute ${inner}.pgbackground_rows_query(description)
          using ${inner}.pgbackground_rows_arrays(answer, description);
        perform ${inner}.pgbackground_misplaced();
    end;
    description := ${inner}.pgbackground_fitted(description, mismatch);
  end loop;
end
