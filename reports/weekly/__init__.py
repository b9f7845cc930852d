"""The weekly report (D10.2): its content as a plain dictionary, its revisions, its pages and its files."""
