"""The Plan and its texts to files."""

from pipeline.export.collection import plan_folders, read_plan
from pipeline.export.documents import COLLECTION, collect, plan_json, write_document
from pipeline.export.files import whole_file, write_text
from pipeline.export.names import FAITHFUL, IMAGES, NORMALISED, PLAN
from pipeline.export.original import Original
from pipeline.export.page_images import write_page_images

__all__ = [
    "COLLECTION",
    "FAITHFUL",
    "IMAGES",
    "NORMALISED",
    "PLAN",
    "Original",
    "collect",
    "plan_folders",
    "plan_json",
    "read_plan",
    "whole_file",
    "write_document",
    "write_page_images",
    "write_text",
]
