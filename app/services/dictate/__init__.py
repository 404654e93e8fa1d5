"""Speech becomes text: live, from files, and what comes after the words."""
