"""The Translate page: text as you type, whole documents, the review of what was translated, and a person's terms."""
