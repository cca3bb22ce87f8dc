"""The letterhead and the metadata, printed or concluded."""
