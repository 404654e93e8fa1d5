"""Files to sections with places, one format a module; nothing here writes a file or opens a second one."""
