"""A program, a record and a moment become a checklist. Pure: no clock, no files, no printing."""
