"""The last stage: what formats made goes to files and streams, or is handed to somebody who sends it."""
