"""How files would be read, without an audit, and drafts of layouts."""
