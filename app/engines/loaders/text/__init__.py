"""Text that is its own source: plain text, code, Markdown, CSV, subtitles; and in which encoding it is written."""
