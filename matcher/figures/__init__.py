"""Figures for notebooks and reports. They need matplotlib (``pip install ".[notebooks]"``); no answer rests on them."""
