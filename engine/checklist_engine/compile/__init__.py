"""A checked pack becomes a program: closures over a case. Nothing here reads files or knows the time."""
