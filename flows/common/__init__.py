"""What every room needs: settings, errors, limits, time zones, the data dictionary, text from outside made harmless."""
