"""Text in angle brackets: web pages with tables, and spreadsheets written as XML."""
