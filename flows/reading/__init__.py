"""From the raw folder to landed rows: every file is read in a process of its own, through its layout and the door."""
