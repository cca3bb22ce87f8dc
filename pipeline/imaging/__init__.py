"""Image to image: orientation, deskew, seals, scale."""
