"""What Nghị định 30/2020/NĐ-CP and the older rules say of a document's form: one recogniser for each fact.

Asked by ingest, layout, parse and secrecy, and below them all. Tables stand in `data/`.
"""
