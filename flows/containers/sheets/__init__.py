"""What every container hands on: sheets of text cells."""
