"""The formats that come with the engine; they import the checklist, the wording and the plugin interface."""
