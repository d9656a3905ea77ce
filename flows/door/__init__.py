"""What may pass the door: values by the shape of their field, names by known words; masks stand for the rest."""
