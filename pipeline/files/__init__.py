"""Files: how they are opened, named, shown and kept; which names OUT has."""
