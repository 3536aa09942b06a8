"""The subcommands of `checklist`. The only room that knows click; each is imported when it is used."""
