"""The files that a document's folder may hold."""

PLAN = "plan.json"
FAITHFUL = "faithful.txt"
NORMALISED = "text.txt"
RECORD_XML = "record.xml"
RECORD_CSV = "record.csv"
ALTO = "alto.xml"
PDF = "document.pdf"
DOUBTS = "doubts.json"
IMAGES = "images"  # a folder
