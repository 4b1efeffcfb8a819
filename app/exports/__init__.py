"""What is stored as files for other programs: frames first, then one writer for each format."""
