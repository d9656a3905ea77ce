"""Text files whose signs part the cells, in every character set that offices have used."""
