"""What each operating system does differently for dictation: global keys, text into other programs, clipboards."""
