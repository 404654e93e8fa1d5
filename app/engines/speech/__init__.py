"""Speech: files to sound, sound to stretches of voice, voice to text. Knows no window and no other engine."""
