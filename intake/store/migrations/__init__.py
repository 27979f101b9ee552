"""Alembic migrations, one file a version. A file is never changed once it was released.

`upgrade` may rely on foreign keys being off. Row counts of all tables have to stay the same, unless the file names the
tables in `ROWS_CHANGE`. There is no way back: the backup that is written before is the way back.
"""
