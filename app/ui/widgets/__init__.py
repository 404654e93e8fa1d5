"""Small building blocks that several pages share. None of them knows a service."""
