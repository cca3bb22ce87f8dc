"""Office documents in: Word, Excel, OpenDocument, RTF and HTML as text in the order in which it is read."""
