"""What `checklist init` writes: a pack's questions, and a record filled with the answers."""
