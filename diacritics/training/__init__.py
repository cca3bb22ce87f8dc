"""Corpus, noise, network, training and export of the restorer (extra `train`)."""
