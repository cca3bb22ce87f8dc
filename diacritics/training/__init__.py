"""How the network is made: corpus, OCR noise, channel, training, export, calibration. Not needed at run time."""
