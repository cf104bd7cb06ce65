"""Printing: the computer's own queues behind one interface, what is remembered for each paper, and calibration."""
