"""The frame around the pages: rail, side panel, activity strip, command palette, drop target. It knows no document."""
