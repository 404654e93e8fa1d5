"""Run only in a worker process; engines do not know each other."""
