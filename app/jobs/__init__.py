"""Long work as the window sees it: jobs in lanes of killable child processes. No engine, no Qt."""
